using System.Management.Automation;
using System.Management.Automation.Language;

namespace ExperimentTracker.Filters;

/// <summary>Evaluates the block of a filter on runs like Where-Object does: with the user's scope, culture and strict mode.</summary>
/// <remarks>
/// Uses a steppable pipeline of Where-Object. A run for which the block fails does not match. Each kind of error is reported once, with the first run, because
/// a mistake in the block fails for every run.
/// </remarks>
/// <param name="block">The block.</param>
/// <param name="report">Receives the errors of the block.</param>
/// <param name="remember">Remembers the source store of a run, for commands in the block.</param>
internal sealed class FilterPipeline(ScriptBlock block, Action<TrackerException> report, Action<Run> remember) : IDisposable
{
    private readonly HashSet<string> reported = new(StringComparer.Ordinal);
    private readonly bool hasCommands = block.Ast.Find(ast => ast is CommandAst, searchNestedScriptBlocks: true) is not null;
    private SteppablePipeline? pipeline;

    /// <summary>The number of runs for which the block failed.</summary>
    public int Failures { get; private set; }

    /// <summary>Whether the block is true for a run.</summary>
    public bool Holds(Run run)
    {
        pipeline ??= Begin();
        Run view = RunView.Of(run);
        if (hasCommands) remember(view);
        try
        {
            bool holds = false;
            foreach (object? item in pipeline.Process(view))
            {
                if ((item is PSObject wrapped ? wrapped.BaseObject : item) is ErrorRecord error) Report(run, error);
                else holds = true;
            }

            return holds;
        }
        catch (RuntimeException e) when (e is not (PipelineStoppedException or ActionPreferenceStopException))
        {
            // Inside a try block around the cmdlet, errors are thrown as exceptions and end their pipeline.
            pipeline.Dispose();
            pipeline = null;
            Report(run, e.ErrorRecord);
            return false;
        }
    }

    public void Dispose() => pipeline?.Dispose();

    private void Report(Run run, ErrorRecord error)
    {
        Failures++;
        if (reported.Add(error.FullyQualifiedErrorId)) report(FilterErrors.Failed(run.Path, error.Exception));
    }

    private SteppablePipeline Begin()
    {
        SteppablePipeline begun = ScriptBlock.Create("param($block) Microsoft.PowerShell.Core\\Where-Object -FilterScript $block 2>&1")
            .GetSteppablePipeline(CommandOrigin.Internal, [block]);
        begun.Begin(true);
        return begun;
    }
}
