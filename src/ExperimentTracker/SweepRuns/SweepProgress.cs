using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using ExperimentTracker.Comparison;
using ExperimentTracker.Formatting;
using ExperimentTracker.Progress;
using ExperimentTracker.Services;

namespace ExperimentTracker.SweepRuns;

/// <summary>Shows how far a sweep is: ended trials, the best value so far, and the time left.</summary>
/// <param name="cmdlet">The cmdlet.</param>
/// <param name="trials">The trials.</param>
internal sealed class SweepProgress(PSCmdlet cmdlet, SweepTrials trials)
{
    // Not that of a Write-Progress in the block.
    private const int Activity = 19_000;

    // The best of all trials so far is determined each time, which takes longer the more there are.
    private const int RestFactor = 20;

    private readonly ProgressRecord record = new(Activity, $"Sweep {trials.Sweep.Path}", "Starting");

    private Stopwatch? rest;
    private TimeSpan took;

    /// <summary>Shows the state that was last read, unless it was shown just before.</summary>
    public void Show()
    {
        if (rest is not null && rest.Elapsed < RestFactor * took) return;
        var showing = Stopwatch.StartNew();
        SweepState state = trials.State;
        record.StatusDescription = Status(state);
        record.PercentComplete = state.Total == 0 ? -1 : (int)(100L * state.Ended / state.Total);
        record.SecondsRemaining = state.TimeLeft is { TotalSeconds: < int.MaxValue } left ? (int)left.TotalSeconds : -1;
        BuildLog.ShowProgress(cmdlet, record);
        (rest, took) = (Stopwatch.StartNew(), showing.Elapsed);
    }

    /// <summary>Removes the progress bar.</summary>
    public void Complete()
    {
        if (cmdlet.Stopping) return;
        record.RecordType = ProgressRecordType.Completed;
        BuildLog.ShowProgress(cmdlet, record);
    }

    /// <summary>The result in a sentence.</summary>
    public string Summary() => $"Sweep {trials.Sweep.Path}: {Status(trials.State)}.";

    private string Status(SweepState state)
    {
        List<string> parts = [string.Create(CultureInfo.CurrentCulture, $"{state.Ended} of {state.Total} trials ended")];
        if (state.Failed > 0) parts.Add(string.Create(CultureInfo.CurrentCulture, $"{state.Failed} failed"));
        if (state.Pruned > 0) parts.Add(string.Create(CultureInfo.CurrentCulture, $"{state.Pruned} stopped early"));
        if (state.Best is [var best, ..]) parts.Add($"best {state.Metric} {DisplayText.ShortNumber(SweepState.Ranking.ValueOf(best, state.Metric!, state.Goal!.Value))} in {best.Path} ({trials.OwnParameters(best)})");
        return DisplayText.Text(string.Join(", ", parts));
    }
}
