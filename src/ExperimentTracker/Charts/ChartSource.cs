using ExperimentTracker.Binding;
using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Formatting;
using ExperimentTracker.Rules;
using ExperimentTracker.Values;

namespace ExperimentTracker.Charts;

/// <summary>Series to draw, as they are at the moment.</summary>
internal interface IChartSource
{
    /// <summary>Whether there may be more points later.</summary>
    bool IsOpen { get; }

    /// <summary>The series, each with the chart it belongs to; <c>''</c> is the one of all that was named together.</summary>
    IEnumerable<(string Chart, ChartEntry Entry)> Entries();

    /// <summary>Looks again at what is there.</summary>
    void Refresh(CancellationToken cancellation)
    {
    }

    /// <summary>Ends runs whose process is found dead.</summary>
    void KillOrphanedRuns(CancellationToken cancellation)
    {
    }

    /// <summary>Notes the keys that name no series.</summary>
    void NoteMissing(NameTally missing)
    {
    }
}

/// <summary>The steps to draw, both ends included.</summary>
internal readonly record struct StepWindow(long First, long Last);

/// <summary>One series to draw.</summary>
/// <param name="RunId">The id of its run.</param>
/// <param name="Run">What its run is called.</param>
/// <param name="Name">Its key, with the label in brackets.</param>
/// <param name="Extent">What changes when it gets points: their number and when the last one was taken.</param>
/// <param name="HasOneStep">Whether all of its points, of which there are several, have the same step.</param>
/// <param name="Read">Gives the points.</param>
internal sealed record ChartEntry(
    string RunId, string Run, string Name, (long Count, DateTime LastAt) Extent, bool HasOneStep, Func<CancellationToken, MetricSeries> Read);

/// <summary>Series of a run in a store.</summary>
/// <param name="store">The store.</param>
/// <param name="run">The run.</param>
/// <param name="filter">Which of its series.</param>
/// <param name="window">Which steps.</param>
internal sealed class RunChartSource(IExperimentStore store, Run run, SeriesFilter filter, StepWindow window) : IChartSource
{
    private Run run = run;

    /// <inheritdoc/>
    public bool IsOpen => !run.Status.IsEnded() && run.RemovedAt is null;

    /// <inheritdoc/>
    public IEnumerable<(string Chart, ChartEntry Entry)> Entries() => filter.Of(run).Select(metric => (filter.IsOpen ? metric.Key : "", new ChartEntry(
        run.Id, DisplayText.Run(run), metric.Name, (metric.Count, metric.LastAt), metric.Count > 1 && metric.FirstStep == metric.LastStep,
        cancellation => store.Metrics.Read(metric, window.First, window.Last, cancellation))));

    /// <inheritdoc/>
    public void Refresh(CancellationToken cancellation)
    {
        if (IsOpen) run = store.Runs.Query(new() { Ids = [run.Id], Removed = RemovedFilter.All }, cancellation).FirstOrDefault() ?? run;
    }

    /// <inheritdoc/>
    public void KillOrphanedRuns(CancellationToken cancellation)
    {
        if (IsOpen && !store.IsReadOnly) store.Runs.KillOrphanedRuns(cancellation);
    }

    /// <inheritdoc/>
    public void NoteMissing(NameTally missing) => missing.Add($"Run {run.Path}", filter.Unmatched(run));
}

/// <summary>A series that was given with its points.</summary>
/// <param name="series">The series.</param>
/// <param name="filter">Whether it is to be drawn.</param>
/// <param name="window">Which steps.</param>
internal sealed class GivenChartSource(MetricSeries series, SeriesFilter filter, StepWindow window) : IChartSource
{
    /// <inheritdoc/>
    public bool IsOpen => false;

    /// <inheritdoc/>
    public IEnumerable<(string Chart, ChartEntry Entry)> Entries()
    {
        if (!filter.Includes(series.Key, series.Name)) yield break;
        int[] within = [.. Enumerable.Range(0, series.Count).Where(i => series.Steps[i] >= window.First && series.Steps[i] <= window.Last)];
        MetricSeries shown = within.Length == series.Count ? series : series.Pick(within);
        yield return ("", new ChartEntry(
            series.RunId, series.Run ?? RecordId.Shorten(series.RunId), series.Name, (shown.Count, default),
            shown.Count > 1 && shown.Steps[0] == shown.Steps[^1], _ => shown));
    }

    /// <inheritdoc/>
    public void NoteMissing(NameTally missing) => missing.Add($"Series {series.Name}", filter.Unmatched([(series.Key, series.Name)]));
}
