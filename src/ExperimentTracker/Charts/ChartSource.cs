using ExperimentTracker.Binding;
using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Formatting;
using ExperimentTracker.Rules;
using ExperimentTracker.Values;

namespace ExperimentTracker.Charts;

/// <summary>A source of series to draw.</summary>
internal interface IChartSource
{
    /// <summary>Whether more points may be added.</summary>
    bool IsOpen { get; }

    /// <summary>The run of the series, or <see langword="null"/> if only their points are known.</summary>
    Run? Run => null;

    /// <summary>The store that points are added to, or <see langword="null"/> if none are.</summary>
    IExperimentStore? Store => null;

    /// <summary>Returns the series, each with the name of its chart; <c>''</c> is the chart of all series that were requested together.</summary>
    IEnumerable<(string Chart, ChartEntry Entry)> Entries();

    /// <summary>Reads the current state.</summary>
    void Refresh(CancellationToken cancellation)
    {
    }

    /// <summary>Ends orphaned runs.</summary>
    void KillOrphanedRuns(CancellationToken cancellation)
    {
    }

    /// <summary>Records the keys that match no series.</summary>
    void AddMissing(MissingNames missing)
    {
    }
}

/// <summary>The range of steps to draw, including both ends.</summary>
internal readonly record struct StepWindow(long First, long Last);

/// <summary>A series to draw.</summary>
/// <param name="RunId">The id of its run.</param>
/// <param name="Run">The name of its run.</param>
/// <param name="Name">The key, followed by the label in brackets.</param>
/// <param name="Extent">A value that changes when points are added: their number and the time of the last one.</param>
/// <param name="HasOneStep">Whether it has several points, all with the same step.</param>
/// <param name="Read">Reads the points.</param>
internal sealed record ChartEntry(
    string RunId, string Run, string Name, (long Count, DateTime LastAt) Extent, bool HasOneStep, Func<CancellationToken, MetricSeries> Read);

/// <summary>Series of a run in a store.</summary>
/// <param name="store">The store.</param>
/// <param name="run">The run.</param>
/// <param name="filter">Selects the series of the run.</param>
/// <param name="window">The range of steps.</param>
internal sealed class RunChartSource(IExperimentStore store, Run run, SeriesFilter filter, StepWindow window) : IChartSource
{
    private Run run = run;

    /// <inheritdoc/>
    public Run Run => run;

    /// <inheritdoc/>
    public IExperimentStore Store => store;

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
    public void AddMissing(MissingNames missing) => missing.Add($"Run {run.Path}", filter.Unmatched(run));
}

/// <summary>A series that was passed with its points.</summary>
/// <param name="series">The series.</param>
/// <param name="filter">Decides whether the series is drawn.</param>
/// <param name="window">The range of steps.</param>
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
    public void AddMissing(MissingNames missing) => missing.Add($"Series {series.Name}", filter.Unmatched([(series.Key, series.Name)]));
}
