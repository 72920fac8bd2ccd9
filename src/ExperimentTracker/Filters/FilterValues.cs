using System.Management.Automation;
using System.Management.Automation.Language;

namespace ExperimentTracker.Filters;

/// <summary>
/// Evaluates, once and before the query, those parts of a filter that run code and do not depend on the run: <c>(Get-Date).AddDays(-1)</c>,
/// <c>[datetime]::Now</c>.
/// </summary>
internal sealed class FilterValues
{
    private readonly Dictionary<ExpressionAst, object?> values = [];
    private readonly CommandInvocationIntrinsics commands;

    /// <exception cref="TrackerException"><c>FilterFailed</c>: a part cannot be evaluated.</exception>
    public FilterValues(ScriptBlock block, FilterScope scope, SessionState session)
    {
        commands = session.InvokeCommand;
        var root = (ScriptBlockAst)block.Ast;

        // Variables that the block itself sets have no value before.
        if (root.Find(FilterSyntax.IsChange, searchNestedScriptBlocks: true) is not null || FilterSyntax.ExpressionOf(root) is null) return;
        foreach (ExpressionAst part in root.FindAll(ast => ast is ExpressionAst, searchNestedScriptBlocks: false).Cast<ExpressionAst>())
        {
            if (!IsWithinKnown(part) && RunsCode(part) && FilterSyntax.IsIndependent(part) && !CanReadRun(part, [])) values.Add(part, Evaluate(part, scope));
        }
    }

    /// <summary>The evaluated parts.</summary>
    public IEnumerable<KeyValuePair<ExpressionAst, object?>> All => values;

    /// <summary>Gets the value of a part that was evaluated.</summary>
    public bool TryGet(ExpressionAst part, out object? value) => values.TryGetValue(part, out value);

    private static object? Evaluate(ExpressionAst part, FilterScope scope)
    {
        try
        {
            // The comma keeps a list that has one item.
            object? value = scope.Create($",({part.Extent.Text}{Environment.NewLine})").InvokeReturnAsIs();
            return value is PSObject { BaseObject: not PSCustomObject and var plain } ? plain : value;
        }
        catch (RuntimeException e) when (e is not PipelineStoppedException)
        {
            throw FilterErrors.NotEvaluated(part.Extent.Text, e);
        }
    }

    private bool IsWithinKnown(Ast part)
    {
        for (Ast? outer = part; outer is not null; outer = outer.Parent) if (outer is ExpressionAst known && values.ContainsKey(known)) return true;
        return false;
    }

    private static bool RunsCode(Ast part) => part.Find(
        ast => ast is CommandAst or InvokeMemberExpressionAst or MemberExpressionAst, searchNestedScriptBlocks: false) is not null && part is not ScriptBlockExpressionAst;

    // A function of the session sees $_ of its caller. Other commands have their own scope.
    private bool CanReadRun(Ast part, HashSet<string> visited) => part.FindAll(ast => ast is CommandAst, searchNestedScriptBlocks: true).Cast<CommandAst>().Any(
        command => command.GetCommandName() is not { } name
            || (visited.Add(name) && commands.GetCommand(name, CommandTypes.All) is { } found && Resolve(found) is FunctionInfo { Module: null } function
                && (!IsIndependentFunction(BodyOf(function)) || CanReadRun(BodyOf(function), visited))));

    private static Ast BodyOf(FunctionInfo function) => function.ScriptBlock.Ast is FunctionDefinitionAst definition ? definition.Body : function.ScriptBlock.Ast;

    private static CommandInfo? Resolve(CommandInfo command) => command is AliasInfo alias ? alias.ResolvedCommand : command;

    private static bool IsIndependentFunction(Ast function) =>
        function.Find(ast => ast is VariableExpressionAst variable && FilterSyntax.IsRun(variable), searchNestedScriptBlocks: false) is null;
}
