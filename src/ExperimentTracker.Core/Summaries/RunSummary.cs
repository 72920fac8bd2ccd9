using ExperimentTracker.Reports;

namespace ExperimentTracker.Summaries;

/// <summary>What the page of a build shows of runs: the best of them, how it stands against a baseline, and the others.</summary>
public sealed record RunSummary
{
    /// <summary>The title.</summary>
    public required string Title { get; init; }

    /// <summary>All of the runs, the best first.</summary>
    public required IReadOnlyList<Run> Runs { get; init; }

    /// <summary>The first of them, with what belongs to them.</summary>
    public required IReadOnlyList<ReportRun> Shown { get; init; }

    /// <summary>The metrics to show; the first one ranks the runs.</summary>
    public required IReadOnlyList<Metric> Metrics { get; init; }

    /// <summary>Which number of a metric stands for its run.</summary>
    public MetricStatistic Statistic { get; init; }

    /// <summary>The best run, or <see langword="null"/> when none succeeded or nothing ranks them.</summary>
    public ReportRun? Best { get; init; }

    /// <summary>The runs that the best one is compared with.</summary>
    public IReadOnlyList<Run> Baseline { get; init; } = [];

    /// <summary>How the metrics of the best run stand against the baseline, those that both have.</summary>
    public IReadOnlyList<MetricTest> Differences { get; init; } = [];

    /// <summary>The address of the build, or <see langword="null"/>.</summary>
    public string? BuildUrl { get; init; }

    /// <summary>The address of what the build published, or <see langword="null"/>.</summary>
    public string? ArtifactsUrl { get; init; }
}
