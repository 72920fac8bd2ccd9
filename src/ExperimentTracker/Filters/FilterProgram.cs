using System.Management.Automation;
using System.Management.Automation.Language;
using ExperimentTracker.Sessions;

namespace ExperimentTracker.Filters;

/// <summary>The block of <c>-Filter</c>, made ready: what an engine can narrow with, and the block that decides on each run.</summary>
internal sealed class FilterProgram : IDisposable
{
    private readonly long id = FilterHelper.NewId();

    /// <param name="block">The block.</param>
    /// <param name="session">The session whose variables and commands it may use.</param>
    /// <param name="limitPatterns">Whether a search with <c>-match</c> may only take a limited time.</param>
    /// <exception cref="TrackerException">
    /// <c>FilterNotSupported</c>, <c>FilterUnknownProperty</c>, <c>FilterFailed</c> or <c>LanguageModeNotSupported</c>.
    /// </exception>
    public FilterProgram(ScriptBlock block, SessionState session, bool limitPatterns = false)
    {
        LanguageModes.RequireFull(session, "A filter", "Pipe the runs instead: Get-Run | Where-Object { … }.");
        var root = (ScriptBlockAst)block.Ast;
        FilterCheck.Check(root);
        var scope = new FilterScope(block);
        var values = new FilterValues(block, scope, session);
        Condition = FilterReader.Read(root, new FilterConstants(block, session, values));
        Block = FilterText.Of(root, values, id, limitPatterns) is { } text ? scope.Create(text) : block;
        FilterHelper.Add(id, [.. values.All.Select(value => value.Value)]);
        Properties = [.. root.FindAll(ast => ast is ExpressionAst, searchNestedScriptBlocks: false).Cast<ExpressionAst>()
            .Select(FilterSyntax.PropertyOf).OfType<RunProperty>().Where(p => p.Key is not null).Select(p => p with { Statistic = null }).Distinct()];
    }

    /// <summary>The part of the filter that an engine can narrow with.</summary>
    public RunFilter Condition { get; }

    /// <summary>The block that decides on each run.</summary>
    public ScriptBlock Block { get; }

    /// <summary>The parameters, metrics and tags that the filter names.</summary>
    public IReadOnlyList<RunProperty> Properties { get; }

    public void Dispose() => FilterHelper.Remove(id);
}
