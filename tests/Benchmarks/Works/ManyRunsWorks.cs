using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Filters;
using ExperimentTracker.Rules;
using ExperimentTracker.Services;
using ExperimentTracker.Storage;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Benchmarks.Works;

/// <summary>Measures how the costs of a store grow with its runs, up to a million. What does not touch each run should cost the same with any number of them.</summary>
internal static class ManyRunsWorks
{
    public static IEnumerable<Row> Run(Paired paired, Paired once, IEnumerable<int> counts) => counts.SelectMany(count => Run(paired, once, count));

    private static IEnumerable<Row> Run(Paired paired, Paired once, int count)
    {
        using var many = new ManyRuns(count);
        IExperimentStore store = many.Store;
        Experiment removed = many.Experiments[3];
        var seed = new PropertyComparison(new RunProperty(nameof(ExperimentTracker.Run.Parameters), "seed"), FilterOperator.Less, 200L, "seed");
        (string Work, Action Do)[] flat =
        [
            ("search by a parameter that 200 runs have", () => Expect(store.Runs.Query(new() { Filter = seed }, default).Count(), 200)),
            ("the best 50", () => Expect(store.Runs.Query(Leaderboard.Of(store, new(), "loss", RunRanking.Default, default) with { First = 50 }, default).Count(), 50)),
            ("the newest 50", () => Expect(store.Runs.Query(new() { First = 50 }, default).Count(), 50)),
            ("the newest 50 of an experiment", () => Expect(store.Runs.Query(new() { ExperimentIds = [removed.Id], First = 50 }, default).Count(), 50)),
            ("a run by its path", () => Identities.FindRun(store, "experiment-3/17")),
            ("complete a path", () => Expect(store.Runs.Labels(new() { Beginning = "experiment-3/00" }, default).Take(100).Count(), 100)),
            ("complete what no run has", () => Expect(store.Runs.Labels(new() { Beginning = "nothing" }, default).Take(100).Count(), 0)),
            ("describe the store", () => Expect((int)store.Describe(default).Runs, count)),
            ("remove and restore an experiment with a tenth of the runs", () =>
            {
                store.Experiments.Remove([removed.Id], default);
                store.Experiments.Restore([removed.Id], default);
            }),
        ];
        foreach ((string work, Action act) in flat) yield return paired.Measure($"{count:N0} runs: {work}", "operation", 1, act);
        (string Work, Action Do)[] all =
        [
            ("read all runs", () => Expect(store.Runs.Query(new(), default).Count(), count)),
            ("read all runs of ten experiments", () => Expect(store.Runs.Query(new() { ExperimentIds = [.. many.Experiments.Select(e => e.Id)] }, default).Count(), count)),
            ("a statistic of all metrics", () => Expect(store.Runs.Statistics(new(), MetricStatistic.Last, default).RunIds.Count, count)),
            ("check the store", () => Expect(store.Maintenance.Check(quick: false, null, default).Count(), 0)),
            ("back up the store", () => store.Maintenance.Backup(many.Sub("backup"), replace: true, null, default)),
            ("merge the store into an empty one", () => Expect(Merge(store, many.Sub("merged")), count)),
        ];
        foreach ((string work, Action act) in all) yield return once.Measure($"{count:N0} runs: {work}", "run", count, act);
        store.Experiments.Remove([removed.Id], default);
        double seconds = Paired.Time(() => store.Maintenance.Collect(null, null, default));
        double each = seconds * 1e6 / (count / 10);
        yield return new Row($"{count:N0} runs: collect a tenth of them", "collected run", each, null, null, each, null, [each, each]);
    }

    private static int Merge(IExperimentStore from, string path)
    {
        using IExperimentStore target = new SqliteEngine().Open(StoreAddress.OfFolder(path), StoreOpening.OrCreate, default);
        using ITransferSource source = from.Transfer.AsSource(default);
        target.Transfer.Merge(source, preview: false, null, default);
        return (int)target.Describe(default).Runs;
    }

    private static void Expect(int found, int expected)
    {
        if (found != expected) throw new InvalidOperationException($"{found} instead of {expected} were found.");
    }
}
