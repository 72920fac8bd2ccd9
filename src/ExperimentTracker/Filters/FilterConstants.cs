using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Filters;

/// <summary>The values in a filter that are the same for every run: constants, variables of the caller, and what was evaluated before the query.</summary>
internal sealed class FilterConstants
{
    private static readonly string[] NoVariables = ["_", "PSItem", "args", "input", "this", "Matches", "PSBoundParameters"];
    private readonly SessionState? session;
    private readonly FilterValues evaluated;

    // A block of another module has other variables than the caller of the cmdlet.
    public FilterConstants(ScriptBlock block, SessionState session, FilterValues evaluated) =>
        (this.session, this.evaluated) = (ReferenceEquals(block.Module, session.Module) ? session : null, evaluated);

    /// <summary>Finds the value of an expression.</summary>
    /// <returns>Whether its value is known.</returns>
    public bool TryEvaluate(ExpressionAst ast, out object? value)
    {
        if (evaluated.TryGet(ast, out value))
        {
            value = Plain(value);
            return true;
        }

        switch (ast)
        {
            case ConstantExpressionAst constant:
                value = constant.Value;
                return true;
            case VariableExpressionAst { Splatted: false } variable:
                return TryVariable(variable.VariablePath, out value);
            case ParenExpressionAst paren when FilterSyntax.ExpressionOf(paren.Pipeline) is { } inner:
                return TryEvaluate(inner, out value);
            case UnaryExpressionAst { TokenKind: TokenKind.Minus, Child: ConstantExpressionAst { Value: int or long or double } number }:
                value = number.Value switch { int integer => -integer, long integer => -integer, var floating => -(double)floating };
                return true;
            case ArrayLiteralAst list:
                return TryList(list.Elements, out value);
            case ArrayExpressionAst { SubExpression.Statements: [PipelineBaseAst only] } array when FilterSyntax.ExpressionOf(only) is { } inner:
                if (!TryEvaluate(inner, out value)) return false;
                value = value is object?[] ? value : new[] { value };
                return true;
            case ConvertExpressionAst convert when convert.Type.TypeName.GetReflectionType() is { } type && TryEvaluate(convert.Child, out object? from):
                return type.IsPrimitive || type == typeof(string) || type == typeof(DateTime) || type == typeof(TimeSpan)
                    ? LanguagePrimitives.TryConvertTo(from, type, out value) : false;
            default:
                return false;
        }
    }

    /// <summary>Converts the value to a type that the property can be compared with; <see langword="null"/> if there is none.</summary>
    public static object? ToDomain(RunProperty property, object? value)
    {
        object? plain = value is PSObject wrapped ? wrapped.BaseObject : value;
        bool isDuration = property.Name == nameof(Run.Duration);
        bool isDate = IsDate(property);
        return plain switch
        {
            // PowerShell converts the right operand to the type of the left one.
            string text when isDate => LanguagePrimitives.TryConvertTo(text, out DateTime time) ? time : null,
            string text when isDuration => LanguagePrimitives.TryConvertTo(text, out TimeSpan span) ? span : null,
            string text when property.Name == nameof(Run.Status) => RunStatusRules.TryParse(text, out RunStatus status) ? status.ToString() : text,
            Enum member => member.ToString(),
            int or short or byte or sbyte or ushort or uint => Convert.ToInt64(plain, System.Globalization.CultureInfo.InvariantCulture),
            long or double or DateTime or TimeSpan or string => plain,
            float single => (double)single,
            DateTimeOffset time => time.LocalDateTime,
            _ => null,
        };
    }

    /// <summary>Whether the property is a date.</summary>
    public static bool IsDate(RunProperty property) => TypeOf(property) == typeof(DateTime);

    /// <summary>Whether the property is a date or a duration.</summary>
    public static bool IsDateOrDuration(RunProperty property) => IsDate(property) || TypeOf(property) == typeof(TimeSpan);

    private static Type TypeOf(RunProperty property)
    {
        Type type = (property.Statistic is { } statistic ? typeof(Metric).GetProperty(statistic)! : typeof(Run).GetProperty(property.Name)!).PropertyType;
        return Nullable.GetUnderlyingType(type) ?? type;
    }

    private bool TryVariable(VariablePath path, out object? value)
    {
        value = null;
        if (path.UserPath.Equals("true", StringComparison.OrdinalIgnoreCase) || path.UserPath.Equals("false", StringComparison.OrdinalIgnoreCase)) return false;
        if (session is null || path.IsDriveQualified || NoVariables.Contains(path.UserPath, StringComparer.OrdinalIgnoreCase)) return false;
        if (session.PSVariable.Get(path.UserPath) is not { } variable) return false;
        value = Plain(variable.Value);
        return true;
    }

    private bool TryList(IEnumerable<ExpressionAst> elements, out object? value)
    {
        var items = new List<object?>();
        value = null;
        foreach (ExpressionAst element in elements)
        {
            if (!TryEvaluate(element, out object? item) || item is object?[]) return false;
            items.Add(item);
        }

        value = items.ToArray();
        return true;
    }

    private static object? Plain(object? value)
    {
        object? plain = value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
        return plain is IList list ? list.Cast<object?>().ToArray() : plain;
    }
}
