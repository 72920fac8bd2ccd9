using System.Management.Automation;

namespace ExperimentTracker.Filters;

/// <summary>Evaluates the user's block on runs like Where-Object does: with the user's scope, culture and strict mode.</summary>
/// <remarks>Uses a steppable pipeline of Where-Object. An error in the block is reported, and the run does not match.</remarks>
/// <param name="block">The block.</param>
/// <param name="report">Receives the errors of the block.</param>
internal sealed class FilterPipeline(ScriptBlock block, Action<ErrorRecord> report) : IDisposable
{
    private SteppablePipeline? pipeline;

    /// <summary>Whether the block is true for a run.</summary>
    public bool Holds(Run run)
    {
        pipeline ??= Begin();
        try
        {
            bool holds = false;
            foreach (object? item in pipeline.Process(RunView.Of(run)))
            {
                if ((item is PSObject wrapped ? wrapped.BaseObject : item) is ErrorRecord error) report(error);
                else holds = true;
            }

            return holds;
        }
        catch (RuntimeException e) when (e is not (PipelineStoppedException or ActionPreferenceStopException))
        {
            // Inside a try block around the cmdlet, errors are thrown as exceptions and end their pipeline.
            pipeline.Dispose();
            pipeline = null;
            report(e.ErrorRecord);
            return false;
        }
    }

    public void Dispose() => pipeline?.Dispose();

    private SteppablePipeline Begin()
    {
        SteppablePipeline begun = ScriptBlock.Create("param($block) Microsoft.PowerShell.Core\\Where-Object -FilterScript $block 2>&1")
            .GetSteppablePipeline(CommandOrigin.Internal, [block]);
        begun.Begin(true);
        return begun;
    }
}
