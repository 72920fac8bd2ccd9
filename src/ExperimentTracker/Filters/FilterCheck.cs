using System.Management.Automation.Language;

namespace ExperimentTracker.Filters;

/// <summary>Finds mistakes in a filter before it is evaluated. Errors give their position.</summary>
internal static class FilterCheck
{
    /// <summary>Throws for an empty block, a property that runs do not have, and the operators of other languages: <c>=</c> and <c>&gt;</c>.</summary>
    /// <exception cref="TrackerException"><c>FilterNotSupported</c> or <c>FilterUnknownProperty</c>.</exception>
    public static void Check(ScriptBlockAst block)
    {
        if (Mistake(block) is { } mistake) throw mistake.Error;
    }

    /// <summary>Returns the first mistake and its place, or <see langword="null"/>.</summary>
    public static (TrackerException Error, Ast Place)? Mistake(ScriptBlockAst block)
    {
        if (block is { ParamBlock: null, BeginBlock: null, ProcessBlock: null, DynamicParamBlock: null, EndBlock: null or { Statements.Count: 0 } })
        {
            return Refuse(block, "no expression that is true or false");
        }

        // In a nested block $_ can be something else.
        foreach (Ast ast in block.FindAll(_ => true, searchNestedScriptBlocks: false))
        {
            switch (ast)
            {
                case AssignmentStatementAst { Left: MemberExpressionAst or IndexExpressionAst } assignment when FilterSyntax.IsRead((ExpressionAst)assignment.Left):
                    return Refuse(ast, "an assignment; -eq compares");
                case FileRedirectionAst { Parent: CommandExpressionAst }: return Refuse(ast, "a redirection; -gt compares");
                case MemberExpressionAst member and not InvokeMemberExpressionAst when Unknown(member) is { } error: return (error, member);
            }
        }

        return null;
    }

    // Each member expression is visited, so each level is checked separately.
    private static TrackerException? Unknown(MemberExpressionAst member)
    {
        if (member.Static || FilterSyntax.PathOf(member) is not { } path) return null;
        string? name = RunProperty.Find(path[0]);
        bool known = name is not null && path.Count switch
        {
            2 when name == nameof(Run.Origin) => RunProperty.FindOrigin(path[1]) is not null,
            2 when name == nameof(Run.Error) => RunProperty.FindError(path[1]) is not null,
            3 when name == nameof(Run.MetricStatistics) => RunProperty.FindStatistic(path[2]) is not null,
            _ => true,
        };
        return known ? null : FilterErrors.UnknownProperty(string.Join('.', path), Place(member));
    }

    private static (TrackerException Error, Ast Place) Refuse(Ast ast, string why) => (FilterErrors.NotSupported(ast.Extent.Text, why, Place(ast)), ast);

    private static string Place(Ast ast) => $" (line {ast.Extent.StartLineNumber}, character {ast.Extent.StartColumnNumber})";
}
