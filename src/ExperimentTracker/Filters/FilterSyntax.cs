using System.Management.Automation.Language;

namespace ExperimentTracker.Filters;

/// <summary>Recognises the parts of a filter in PowerShell's syntax tree.</summary>
internal static class FilterSyntax
{
    // These differ from run to run, or are those of the block.
    private static readonly HashSet<string> OfRun = new(StringComparer.OrdinalIgnoreCase)
    {
        "_", "PSItem", "args", "input", "this", "Matches", "PSBoundParameters", "foreach", "switch",
    };

    /// <summary>Returns the expression of a block that consists of only one, or <see langword="null"/>.</summary>
    public static ExpressionAst? ExpressionOf(ScriptBlockAst block) =>
        block is { ParamBlock: null, BeginBlock: null, ProcessBlock: null, DynamicParamBlock: null, EndBlock: { Traps: null or { Count: 0 }, Statements: [PipelineBaseAst only] } }
            ? ExpressionOf(only)
            : null;

    /// <summary>Returns the expression of a pipeline that consists of only one, or <see langword="null"/>.</summary>
    public static ExpressionAst? ExpressionOf(PipelineBaseAst? pipeline) =>
        pipeline is PipelineAst { PipelineElements: [CommandExpressionAst { Redirections.Count: 0 } only] } ? only.Expression : null;

    /// <summary>Returns the property of a run that an expression reads: <c>$_.Status</c>, <c>$_.Metrics.loss</c>, <c>$_.Tags['x']</c>.</summary>
    public static RunProperty? PropertyOf(ExpressionAst ast)
    {
        if (ast is ParenExpressionAst paren && ExpressionOf(paren.Pipeline) is { } inner) return PropertyOf(inner);
        if (PathOf(ast) is not { } path || path.Count == 0 || RunProperty.Find(path[0]) is not { } name) return null;
        return (RunProperty.IsKeyed(name), name == nameof(Run.MetricStatistics), path.Count) switch
        {
            (false, _, 1) => new RunProperty(name),
            (true, _, _) when path.Count > 1 && IsMember(path[1]) => null,
            (true, false, 2) => new RunProperty(name, path[1]),
            (true, true, 3) when RunProperty.FindStatistic(path[2]) is { } statistic => new RunProperty(name, path[1], statistic),
            _ => null,
        };
    }

    /// <summary>Returns $_.a.b['c'] as a, b, c; null if it does not begin with $_ or contains anything but constants.</summary>
    public static List<string>? PathOf(ExpressionAst ast)
    {
        switch (ast)
        {
            case VariableExpressionAst variable when IsRun(variable):
                return [];
            case MemberExpressionAst { Static: false, Member: StringConstantExpressionAst member } and not InvokeMemberExpressionAst:
                return Longer(PathOf(((MemberExpressionAst)ast).Expression), member.Value);
            case IndexExpressionAst { Index: StringConstantExpressionAst key } index:
                return PathOf(index.Target) is { Count: > 0 } path ? Longer(path, key.Value) : null;
            default:
                return null;
        }
    }

    /// <summary>Whether an expression reads a property of the run, by a constant or another name: <c>$_.Parameters.$name</c>.</summary>
    public static bool IsRead(ExpressionAst ast) => ast switch
    {
        MemberExpressionAst { Static: false } member and not InvokeMemberExpressionAst => IsRun(member.Expression) || IsRead(member.Expression),
        IndexExpressionAst index => IsRead(index.Target),
        _ => false,
    };

    /// <summary>Whether a part means the same for every run: nothing in it is of the run, and nothing is changed.</summary>
    public static bool IsIndependent(Ast ast) => ast.Find(
        part => part is VariableExpressionAst variable ? OfRun.Contains(variable.VariablePath.UserPath) : part is UsingExpressionAst || IsChange(part),
        searchNestedScriptBlocks: true) is null;

    /// <summary>Whether a part changes a variable.</summary>
    public static bool IsChange(Ast part) => part is AssignmentStatementAst or UnaryExpressionAst
    {
        TokenKind: TokenKind.PlusPlus or TokenKind.MinusMinus or TokenKind.PostfixPlusPlus or TokenKind.PostfixMinusMinus,
    };

    /// <summary>Whether an expression is <c>$_</c>.</summary>
    public static bool IsRun(ExpressionAst ast) =>
        ast is VariableExpressionAst { VariablePath.UserPath: var name } && (name == "_" || name.Equals("PSItem", StringComparison.OrdinalIgnoreCase));

    // $_.Parameters.Count is the number of parameters, unless there is one of this name.
    private static bool IsMember(string name) => typeof(NamedValues).GetProperties().Any(member => member.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static List<string>? Longer(List<string>? path, string name)
    {
        path?.Add(name);
        return path;
    }
}
