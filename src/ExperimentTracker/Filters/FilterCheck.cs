using System.Management.Automation.Language;

namespace ExperimentTracker.Filters;

/// <summary>Checks the syntax of a filter. Errors give the position of what is not supported.</summary>
internal static class FilterCheck
{
    /// <summary>Throws if the block is not a valid filter.</summary>
    /// <exception cref="TrackerException"><c>FilterNotSupported</c> or <c>FilterUnknownProperty</c>.</exception>
    public static void Check(ScriptBlockAst block)
    {
        if (block.ParamBlock is { } parameters) throw Refuse(parameters, "its own parameters");
        if ((block.BeginBlock ?? block.ProcessBlock ?? (Ast?)block.DynamicParamBlock) is { } part) throw Refuse(part, "begin, process or dynamicparam");
        foreach (Ast ast in block.FindAll(_ => true, searchNestedScriptBlocks: true))
        {
            switch (ast)
            {
                case CommandAst: throw Refuse(ast, "a command, which would be called for each run; assign its output to a variable first");
                case AssignmentStatementAst: throw Refuse(ast, "an assignment; -eq compares");
                case UnaryExpressionAst { TokenKind: TokenKind.PlusPlus or TokenKind.MinusMinus or TokenKind.PostfixPlusPlus or TokenKind.PostfixMinusMinus }:
                    throw Refuse(ast, "an assignment");
                case ScriptBlockExpressionAst: throw Refuse(ast, "a nested block, where $_ would be another object");
                case FileRedirectionAst: throw Refuse(ast, "a redirection; -gt compares");
                case UsingExpressionAst: throw Refuse(ast, "$using:, but it runs in the scope of its variables; omit using:");
                case MemberExpressionAst member and not InvokeMemberExpressionAst: CheckMember(member); break;
            }
        }

        ExpressionOf(block);
    }

    /// <summary>Returns the single expression of a filter.</summary>
    public static ExpressionAst ExpressionOf(ScriptBlockAst block) =>
        block.EndBlock?.Statements is [PipelineBaseAst only] && block.EndBlock.Traps is null or { Count: 0 } && ExpressionOf(only) is { } expression
            ? expression
            : throw Refuse(block, "to be one expression that is true or false");

    /// <summary>Returns the expression of a pipeline that consists of only one.</summary>
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
            (true, false, 2) => new RunProperty(name, path[1]),
            (true, true, 3) when RunProperty.FindStatistic(path[2]) is { } statistic => new RunProperty(name, path[1], statistic),
            _ => null,
        };
    }

    // Each member expression is visited, so each level is checked separately.
    private static void CheckMember(MemberExpressionAst member)
    {
        if (member.Static || PathOf(member) is not { } path) return;
        string? name = RunProperty.Find(path[0]);
        bool known = name is not null && path.Count switch
        {
            2 when name == nameof(Run.Origin) => RunProperty.FindOrigin(path[1]) is not null,
            3 when name == nameof(Run.MetricStatistics) => RunProperty.FindStatistic(path[2]) is not null,
            _ => true,
        };
        if (!known) throw FilterErrors.UnknownProperty(string.Join('.', path), Place(member));
    }

    // $_.a.b['c'] as a, b, c; null if it does not begin with $_ or contains anything but constants.
    private static List<string>? PathOf(ExpressionAst ast)
    {
        switch (ast)
        {
            case VariableExpressionAst { VariablePath.UserPath: var name } when name is "_" || name.Equals("PSItem", StringComparison.OrdinalIgnoreCase):
                return [];
            case MemberExpressionAst { Static: false, Member: StringConstantExpressionAst member } and not InvokeMemberExpressionAst:
                return Longer(PathOf(((MemberExpressionAst)ast).Expression), member.Value);
            case IndexExpressionAst { Index: StringConstantExpressionAst key } index:
                return PathOf(index.Target) is { Count: > 0 } path ? Longer(path, key.Value) : null;
            default:
                return null;
        }
    }

    private static List<string>? Longer(List<string>? path, string name)
    {
        path?.Add(name);
        return path;
    }

    private static TrackerException Refuse(Ast ast, string why) => FilterErrors.NotSupported(ast.Extent.Text, why, Place(ast));

    private static string Place(Ast ast) => $" (line {ast.Extent.StartLineNumber}, character {ast.Extent.StartColumnNumber})";
}
