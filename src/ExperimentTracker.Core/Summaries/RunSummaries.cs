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
        Metric? first = metrics.FirstOrDefault();
        IReadOnlyList<Run> ranked = first?.Goal is { } goal ? options.Ranking.Rank(all, first.Name, goal) : [];
        Run[] others = [.. all.Except<Run>(ranked, ReferenceEqualityComparer.Instance).OrderBy(r => options.Ranking.Includes(r.Status) ? 0 : 1)];

        // A single run is the best without a comparison, and without a goal no run is.
        Run? best = all.Length == 1 ? all[0] : ranked.FirstOrDefault();
        Run[] shown = [.. (all.Length == 1 || first?.Goal is null ? ranked.Concat(others) : ranked).Take(options.Top)];
        var curves = CurveBudget.Of(shown);
        Dictionary<string, ReportRun> read = sources
            .SelectMany(s => new ReportReader(s.Store, curves, new ContentBudget(0), new LogBudget(0, 0), cancellation).Runs([.. shown.Where(s.Runs.Contains)]))
            .ToDictionary(r => r.Run.Id, StringComparer.Ordinal);
        IReadOnlyList<Run> baseline = best is null ? [] : options.Baseline(all);
        return new RunSummary
        {
            Title = options.Title ?? TitleOf(all),
            Runs = [.. ranked, .. others],
            RankedCount = ranked.Count,
            Shown = [.. shown.Select(r => read[r.Id])],
            Metrics = metrics,
            Ranking = options.Ranking,
            Best = best is null ? null : read.GetValueOrDefault(best.Id),
            Baseline = baseline,
            Differences = best is null ? [] : [.. metrics.SelectMany(m => Differences(best, baseline, m, options.Ranking.Statistic))],
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

    private static IEnumerable<MetricTest> Differences(Run best, IReadOnlyList<Run> baseline, Metric metric, MetricStatistic statistic)
    {
        // Without a goal there is a difference, but it is neither better nor worse.
        var options = new MetricTestOptions { Goal = metric.Goal ?? MetricGoal.Maximize, Statistic = statistic };
        MetricTest test = MetricTester.Test(metric.Name, [best], baseline, options);
        if (test.Baseline is not null) yield return test with { Goal = metric.Goal };
    }

    private static string TitleOf(Run[] runs)
    {
        if (runs.Length == 1) return runs[0].Name == $"run-{runs[0].Uid}" ? runs[0].Path : $"{runs[0].Path} {runs[0].Name}";
        string[] names = [.. runs.Select(r => r.Experiment).Distinct(StringComparer.Ordinal)];
        return string.Join(", ", names.Take(TitledExperiments)) + (names.Length > TitledExperiments ? $" and {names.Length - TitledExperiments} more" : "");
    }
}
