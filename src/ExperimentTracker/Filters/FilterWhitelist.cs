using System.Management.Automation.Language;

namespace ExperimentTracker.Filters;

/// <summary>
/// The part of PowerShell's language that a filter from a page may use: comparisons of properties of <c>$_</c> with constants, combined by and, or and not.
/// Everything else is refused, because the text can come from a link that someone else wrote.
/// </summary>
internal static class FilterWhitelist
{
    private static readonly HashSet<TokenKind> Operators =
    [
        TokenKind.And, TokenKind.Or, TokenKind.Xor,
        TokenKind.Ieq, TokenKind.Ine, TokenKind.Ilt, TokenKind.Ile, TokenKind.Igt, TokenKind.Ige,
        TokenKind.Ceq, TokenKind.Cne, TokenKind.Clt, TokenKind.Cle, TokenKind.Cgt, TokenKind.Cge,
        TokenKind.Ilike, TokenKind.Inotlike, TokenKind.Clike, TokenKind.Cnotlike, TokenKind.Imatch, TokenKind.Inotmatch, TokenKind.Cmatch, TokenKind.Cnotmatch,
        TokenKind.Iin, TokenKind.Inotin, TokenKind.Cin, TokenKind.Cnotin, TokenKind.Icontains, TokenKind.Inotcontains, TokenKind.Ccontains, TokenKind.Cnotcontains,
    ];

    private static readonly HashSet<Type> Casts =
        [typeof(DateTime), typeof(DateTimeOffset), typeof(TimeSpan), typeof(int), typeof(long), typeof(double), typeof(decimal), typeof(string), typeof(bool)];

    private static readonly HashSet<string> Variables = new(StringComparer.OrdinalIgnoreCase) { "_", "PSItem", "true", "false", "null" };

    /// <summary>Returns the first part that is not in the language and what it is, or <see langword="null"/>.</summary>
    public static (Ast Part, string What)? Refused(ScriptBlockAst root)
    {
        foreach (Ast part in root.FindAll(_ => true, searchNestedScriptBlocks: true))
        {
            string? what = part switch
            {
                ScriptBlockAst block => block == root && FilterSyntax.ExpressionOf(block) is not null && block.UsingStatements.Count == 0 && block.Attributes.Count == 0
                    && block.ScriptRequirements is null ? null : "more than one expression",
                NamedBlockAst or PipelineAst { PipelineElements.Count: 1 } or ParenExpressionAst or ArrayLiteralAst => null,
                CommandExpressionAst { Redirections.Count: 0 } => null,
                StringConstantExpressionAst or TypeConstraintAst => null,
                ConstantExpressionAst => null,
                BinaryExpressionAst binary => Operators.Contains(binary.Operator) ? null : $"the operator {binary.ErrorPosition.Text}",
                UnaryExpressionAst { TokenKind: TokenKind.Not or TokenKind.Exclaim or TokenKind.Minus } => null,
                VariableExpressionAst variable => !variable.Splatted && Variables.Contains(variable.VariablePath.UserPath) ? null : "a variable other than $_",
                InvokeMemberExpressionAst => "a call of a method",
                MemberExpressionAst member => FilterSyntax.PathOf(member) is null ? "a member of something else than $_" : null,
                IndexExpressionAst index => FilterSyntax.PathOf(index) is null ? "an index of something else than a name of $_" : null,
                ConvertExpressionAst convert => convert.Type.TypeName.GetReflectionType() is { } type && Casts.Contains(type) && IsConstant(convert.Child) ? null : "a cast that is not of a constant to a date, a duration, a number or a string",
                CommandAst => "a command",
                _ => "syntax that is not allowed here",
            };
            if (what is not null) return (part, what);
        }

        return null;
    }

    private static bool IsConstant(ExpressionAst ast) => ast is ConstantExpressionAst or UnaryExpressionAst { TokenKind: TokenKind.Minus, Child: ConstantExpressionAst };
}
