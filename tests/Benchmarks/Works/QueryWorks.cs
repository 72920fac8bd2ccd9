using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Filters;
using ExperimentTracker.Rules;
using ExperimentTracker.Series;
using ExperimentTracker.Services;
using ExperimentTracker.Values;

namespace ExperimentTracker.Benchmarks.Works;

/// <summary>Leaderboards of a large store: the best of the runs that a filter matches.</summary>
internal static class QueryWorks
{
    private const int Batch = 1000;
    private const string Metric = "accuracy";

    public static IEnumerable<Row> Run(Paired paired, int runs)
    {
        using var lab = new Lab();
        foreach (Row row in Run(paired, lab, runs, 20_000)) yield return row;
    }

    /// <summary>The same in a store that is empty.</summary>
    public static IEnumerable<Row> Run(Paired paired, Lab lab, int runs, double budget, Action? filled = null)
    {
        Fill(lab, runs);
        filled?.Invoke();
        PropertyComparison anyRate = Number(nameof(ExperimentTracker.Run.Parameters), "rate", FilterOperator.Less, 1.0);
        (string Kind, RunFilter Filter)[] filters =
        [
            ("a parameter that few runs match", Number(nameof(ExperimentTracker.Run.Parameters), "seed", FilterOperator.Less, runs / 500L)),
            ("a metric that few runs match", new AllOf([anyRate, Number(nameof(ExperimentTracker.Run.Metrics), Metric, FilterOperator.Greater, 0.998)])),
            ("parameter and metric that many runs match", new AllOf([anyRate, Number(nameof(ExperimentTracker.Run.Metrics), "loss", FilterOperator.Less, 0.5)])),
        ];
        foreach ((string kind, RunFilter filter) in filters)
        {
            Row row = paired.Measure($"best 50 of {runs:N0} runs by {kind}", "query", 1, () =>
            {
                var query = Leaderboard.Of(lab.Store, new RunQuery { Filter = filter }, Metric, new RunRanking { Statuses = [RunStatus.Running] }, default);
                int found = lab.Store.Runs.Query(query, default).Take(50).Count();
                if (found < Math.Min(50, runs / 500)) throw new InvalidOperationException($"{found} runs were found by {kind}.");
            });
            yield return row with { Budget = budget };
        }
    }

    // Values are shuffled, not random, so that the number of runs that a filter matches is known.
    private static void Fill(Lab lab, int runs)
    {
        double[] values = [.. Enumerable.Range(0, runs).Select(i => (i + 0.5) / runs)];
        new Random(3).Shuffle(values);
        for (int done = 0; done < runs; done += Batch)
        {
            IReadOnlyList<Run> made = lab.Store.Runs.Create([.. Enumerable.Range(done, Batch).Select(i => new RunDraft
            {
                ExperimentId = lab.Experiment.Id,
                Start = true,
                Parameters = new NamedValues(new Dictionary<string, object?> { ["seed"] = (long)i, ["rate"] = 0.5 * (i % 2) }),
            })], default);
            lab.Store.Metrics.Append([.. made.SelectMany((run, i) => new[] { Append(run, Metric, values[done + i]), Append(run, "loss", values[^(done + i + 1)]) })], default);
        }
    }

    private static SeriesAppend Append(Run run, string key, double value) =>
        new() { RunId = run.Id, Key = key, Values = new[] { value }, Ticks = new[] { UtcTicks.Now(TimeProvider.System) }, Goal = key == Metric ? MetricGoal.Maximize : MetricGoal.Minimize };

    private static PropertyComparison Number(string property, string key, FilterOperator comparison, object value) =>
        new(new RunProperty(property, key), comparison, value, key);
}
