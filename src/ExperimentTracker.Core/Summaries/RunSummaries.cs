using ExperimentTracker.BuildServices;
using ExperimentTracker.Comparison;
using ExperimentTracker.Reports;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Summaries;

/// <summary>Creates summaries of runs.</summary>
public static class RunSummaries
{
    private const int MostMetrics = 6;
    private const int TitledExperiments = 3;

    /// <summary>Ranks the runs and compares the best one with the baseline.</summary>
    /// <param name="sources">The runs, store by store.</param>
    /// <param name="options">The options of the summary.</param>
    /// <param name="environment">The build, for its URLs.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    /// <exception cref="TrackerException"><c>NothingToSummarize</c>, or <c>MetricNotFound</c> for a metric that no run has.</exception>
    public static RunSummary Build(
        IReadOnlyList<ReportSource> sources, RunSummaryOptions options, BuildEnvironment environment, CancellationToken cancellation)
    {
        Run[] all = [.. sources.SelectMany(s => s.Runs)];
        if (all.Length == 0) throw BuildServiceErrors.NothingToSummarize();
        IReadOnlyList<Metric> metrics = MetricsOf(all, options);
        Run[] ranked = Rank(all, metrics.FirstOrDefault(), options.Statistic);
        Run[] shown = [.. ranked.Take(options.Top)];
        var curves = CurveBudget.Of(shown);
        Dictionary<string, ReportRun> read = sources
            .SelectMany(s => new ReportReader(s.Store, curves, new ImageBudget(0), cancellation).Runs([.. shown.Where(s.Runs.Contains)]))
            .ToDictionary(r => r.Run.Id, StringComparer.Ordinal);
        Run? best = BestOf(ranked, metrics.FirstOrDefault(), options.Statistic);
        IReadOnlyList<Run> baseline = best is null ? [] : options.Baseline(all);
        return new RunSummary
        {
            Title = options.Title ?? TitleOf(all),
            Runs = ranked,
            Shown = [.. shown.Select(r => read[r.Id])],
            Metrics = metrics,
            Statistic = options.Statistic,
            Best = best is null ? null : read.GetValueOrDefault(best.Id),
            Baseline = baseline,
            Differences = best is null ? [] : [.. metrics.SelectMany(m => Differences(best, baseline, m, options.Statistic))],
            BuildUrl = BuildFacts.UrlOf(environment),
            ArtifactsUrl = BuildFacts.ArtifactsUrlOf(environment),
        };
    }

    private static IReadOnlyList<Metric> MetricsOf(Run[] runs, RunSummaryOptions options)
    {
        IReadOnlyList<Metric> ranked = ReportMetrics.Ranked(runs.Select(r => new ReportRun { Run = r }));
        Metric[] chosen = options.Metrics.Count == 0
            ? [.. ranked.Take(MostMetrics)]
            : [.. options.Metrics.Select(name => ranked.FirstOrDefault(m => Names.Fold(m.Name) == Names.Fold(name)) ?? throw RunErrors.MetricNotFound(name, "None of the runs has a"))];
        return chosen.Length > 0 && options.Goal is not null ? [chosen[0] with { Goal = options.Goal }, .. chosen[1..]] : chosen;
    }

    // Successful runs first, and of these the best first. Missing values and NaN are last, and equal values keep their order.
    private static Run[] Rank(Run[] runs, Metric? metric, MetricStatistic statistic)
    {
        IOrderedEnumerable<Run> byEnd = runs.OrderBy(r => IsGood(r) ? 0 : 1);
        if (metric?.Goal is not { } goal) return [.. byEnd];
        double Worst(Run run) => ValueOf(run, metric, statistic) is var value && double.IsNaN(value) ? double.PositiveInfinity
            : goal == MetricGoal.Minimize ? value : -value;
        return [.. byEnd.ThenBy(r => double.IsNaN(ValueOf(r, metric, statistic))).ThenBy(Worst)];
    }

    // A single run is the best without a comparison.
    private static Run? BestOf(Run[] ranked, Metric? metric, MetricStatistic statistic) =>
        ranked.Length == 1 ? ranked[0]
        : metric?.Goal is not null && IsGood(ranked[0]) && !double.IsNaN(ValueOf(ranked[0], metric, statistic)) ? ranked[0]
        : null;

    private static IEnumerable<MetricTest> Differences(Run best, IReadOnlyList<Run> baseline, Metric metric, MetricStatistic statistic)
    {
        // Without a goal there is a difference, but it is neither better nor worse.
        var options = new MetricTestOptions { Goal = metric.Goal ?? MetricGoal.Maximize, Statistic = statistic };
        MetricTest test = MetricTester.Test(metric.Name, [best], baseline, options);
        if (test.Baseline is not null) yield return test with { Goal = metric.Goal };
    }

    private static double ValueOf(Run run, Metric metric, MetricStatistic statistic) =>
        run.MetricStatistics[metric.Name] is Metric series ? statistic.Of(series, metric.Goal) : double.NaN;

    private static bool IsGood(Run run) => run.Status is RunStatus.Succeeded or RunStatus.Running;

    private static string TitleOf(Run[] runs)
    {
        if (runs.Length == 1) return runs[0].Name == $"run-{runs[0].Uid}" ? runs[0].Path : $"{runs[0].Path} {runs[0].Name}";
        string[] names = [.. runs.Select(r => r.Experiment).Distinct(StringComparer.Ordinal)];
        return string.Join(", ", names.Take(TitledExperiments)) + (names.Length > TitledExperiments ? $" and {names.Length - TitledExperiments} more" : "");
    }
}
