using System.Management.Automation;

namespace ExperimentTracker.Filters;

/// <summary>Decides about runs by the user's own block, as Where-Object does: in his scope, culture and strict mode.</summary>
/// <remarks>It is Where-Object, stepped through. What fails in the block is reported, and the block does not hold for that run.</remarks>
/// <param name="block">The block.</param>
/// <param name="report">Told of what fails in it.</param>
internal sealed class FilterPipeline(ScriptBlock block, Action<ErrorRecord> report) : IDisposable
{
    private SteppablePipeline? pipeline;

    /// <summary>Whether the block holds for a run.</summary>
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
            // Where a try is around the cmdlet, errors come as exceptions, and end the pipeline that they come from.
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
