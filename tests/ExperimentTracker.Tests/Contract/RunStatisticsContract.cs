using ExperimentTracker.Comparison;
using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Filters;
using ExperimentTracker.Values;
using static ExperimentTracker.Stress.StoreSteps;

namespace ExperimentTracker.Tests.Contract;

/// <summary>Statistics of many runs without the runs; the runs themselves are the oracle.</summary>
public abstract class RunStatisticsContract(StoreUnderTest store) : StoreContract(store)
{
    private static readonly MetricStatistic[] Read = [MetricStatistic.Last, MetricStatistic.First, MetricStatistic.Min, MetricStatistic.Max, MetricStatistic.Mean];

    [Fact]
    public void The_statistics_of_a_query_are_those_of_its_runs()
    {
        (Experiment one, Run[] runs) = RandomRuns(new Random(11), 160);
        RunQuery[] queries =
        [
            new(), new() { ExperimentIds = [one.Id] }, new() { Statuses = [RunStatus.Failed, RunStatus.Running] }, new() { Tags = Named(("team", "red")) },
            new() { Ids = [runs[3].Id, runs[50].Id, "nothing"] }, new() { Ids = [.. runs.Take(150).Select(r => r.Id)] }, new() { Removed = RemovedFilter.Removed }, new() { ExperimentIds = [] },
        ];
        foreach (RunQuery query in queries)
        {
            Run[] expected = [.. Store.Runs.Query(query, None)];
            foreach (MetricStatistic statistic in Read)
            {
                StatisticTable table = Store.Runs.Statistics(query, statistic, None);
                Assert.Equal(expected.Select(r => r.Id), table.RunIds);
                Assert.Equal(
                    expected.SelectMany(r => r.MetricStatistics.Values.Cast<Metric>().Select(m => (r.Id, m.Key, m.Label, m.Unit, m.Goal, statistic.Of(m)))).Order(),
                    table.Columns.SelectMany(c => c.Runs.Zip(c.Values, (run, value) => (table.RunIds[run], c.Key, c.Label, c.Unit, c.Goal, value))).Order());
            }
        }
    }

    [Fact]
    public void A_query_can_be_enumerated_again()
    {
        (Experiment one, Run[] runs) = RandomRuns(new Random(14), 100);
        foreach (RunQuery query in new RunQuery[] { new(), new() { ExperimentIds = [one.Id] }, new() { Ids = [.. runs.Select(r => r.Id)] }, new() { Order = new(RunProperty.Parse("Metrics.loss"), false) } })
        {
            IEnumerable<Run> read = Store.Runs.Query(query, None);
            Assert.NotEmpty(read);
            Assert.Equal(read.Select(r => r.Id), read.Select(r => r.Id));
        }
    }

    [Fact]
    public void Measures_of_a_table_are_those_of_its_runs()
    {
        RandomRuns(new Random(12), 40);
        Run[] runs = [.. Store.Runs.Query(new(), None)];
        string[] names = [.. runs.SelectMany(r => r.MetricStatistics.Pairs).Select(p => p.Key).Distinct()];
        foreach (string[] keys in new string[][] { [], ["lr"], ["Tags.team", "Status"] })
        {
            GroupKey[] parsed = [.. keys.Select(key => GroupKey.Parse(key, runs))];
            Run[] grouped = [.. Store.Runs.Query(new() { Parts = RunParts.Parameters | RunParts.Tags }, None)];
            foreach (MetricStatistic statistic in Read)
            {
                Assert.Equal(
                    RunMeasures.Of(runs, parsed, names, statistic, 0.9),
                    RunMeasures.Of(Store.Runs.Statistics(new(), statistic, None), null, grouped, parsed, names, statistic, 0.9));
            }

            string[] withGoal = [.. names.Where(name => MetricGoals.Common(runs.Select(r => r.MetricStatistics[name]).OfType<Metric>()) is not null)];
            Assert.NotEmpty(withGoal);
            Assert.Equal(
                RunMeasures.Of(runs, parsed, withGoal, MetricStatistic.Best, 0.9),
                RunMeasures.Of(Store.Runs.Statistics(new(), MetricStatistic.Min, None), Store.Runs.Statistics(new(), MetricStatistic.Max, None), grouped, parsed, withGoal, MetricStatistic.Best, 0.9));
        }

        Expect.Refused("GoalUnknown", () => RunMeasures.Of(
            Store.Runs.Statistics(new(), MetricStatistic.Min, None), Store.Runs.Statistics(new(), MetricStatistic.Max, None), [], [], ["plain"], MetricStatistic.Best, 0.9));
    }

    [Fact]
    public void Tables_of_two_queries_are_joined_in_an_order_and_without_repetition()
    {
        (_, Run[] runs) = RandomRuns(new Random(13), 12);
        StatisticTable all = Store.Runs.Statistics(new() { Ids = [.. runs.Select(r => r.Id)] }, MetricStatistic.Last, None);
        StatisticTable part = Store.Runs.Statistics(new() { Ids = [.. runs.Take(4).Select(r => r.Id)] }, MetricStatistic.Last, None);
        string[] order = [.. all.RunIds.Order(StringComparer.Ordinal).Skip(2)];
        StatisticTable joined = StatisticTable.Join([part, all], order);
        Assert.Equal(order, joined.RunIds);
        Assert.Equal(
            Cells(all).Where(cell => order.Contains(cell.Id)).Order(),
            Cells(joined).Order());

        static IEnumerable<(string Id, string Name, double Value)> Cells(StatisticTable table) =>
            table.Columns.SelectMany(c => c.Runs.Zip(c.Values, (run, value) => (table.RunIds[run], c.Name, value)));
    }

    [Fact]
    public void Names_that_differ_in_case_are_not_distinct()
    {
        Run run = Store.NewRun();
        Store.Log(run, "loss", 1);
        Assert.True(Store.Runs.Statistics(new(), MetricStatistic.Last, None).HasDistinctNames);
        Store.Log(Store.NewRun(), "LOSS", 2);
        Assert.False(Store.Runs.Statistics(new(), MetricStatistic.Last, None).HasDistinctNames);
    }

    [Fact]
    public void Runs_come_with_the_parts_that_a_query_names()
    {
        Run run = Store.NewRun(new RunDraft { ExperimentId = Store.NewExperiment().Id, Start = true, Parameters = Named(("lr", 0.1)), Tags = Named(("team", "red")) });
        Store.Log(run, "loss", 1);
        Run whole = Store.Again(run);
        foreach (RunParts parts in new[] { RunParts.None, RunParts.Parameters, RunParts.Tags, RunParts.Metrics, RunParts.All })
        {
            Run read = Store.Runs.Query(new() { Parts = parts, Tags = parts == RunParts.None ? Named(("team", "red")) : NamedValues.Empty }, None).Single();
            Assert.Equal(
                (parts.HasFlag(RunParts.Parameters) ? 1 : 0, parts.HasFlag(RunParts.Metrics) ? 1 : 0, parts.HasFlag(RunParts.Metrics) ? 1 : 0),
                (read.Parameters.Count, read.Metrics.Count, read.MetricStatistics.Count));
            Assert.Equal(whole, read with { Parameters = whole.Parameters, Tags = whole.Tags, Metrics = whole.Metrics, MetricStatistics = whole.MetricStatistics });
        }
    }

    private (Experiment One, Run[] Runs) RandomRuns(Random random, int count)
    {
        Experiment[] experiments = [Store.NewExperiment(), Store.NewExperiment()];
        Run[] runs = [.. Enumerable.Range(0, count).Select(_ => Store.NewRun(new RunDraft
        {
            ExperimentId = experiments[random.Next(2)].Id,
            Start = true,
            Parameters = random.Next(4) == 0 ? NamedValues.Empty : Named(("lr", random.Next(3) switch { 0 => 1L, 1 => 1.0, _ => 0.1 })),
            Tags = random.Next(3) == 0 ? NamedValues.Empty : Named(("team", random.Next(2) == 0 ? "red" : "blue")),
        }))];
        foreach (Run run in runs)
        {
            foreach ((string key, MetricGoal? goal) in new (string, MetricGoal?)[] { ("loss", MetricGoal.Minimize), ("accuracy", MetricGoal.Maximize), ("plain", null) })
            {
                if (random.Next(5) == 0) continue;
                double[] values = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(6) == 0 ? double.NaN : Math.Round(random.NextDouble(), 2))];
                Store.Metrics.Append([new() { RunId = run.Id, Key = key, Label = random.Next(6) == 0 ? "a" : null, Values = values, Ticks = new[] { UtcTicks.Now(Store.Time) }, Goal = random.Next(3) == 0 ? null : goal, Unit = random.Next(3) == 0 ? "s" : null }], None);
            }

            if (random.Next(4) > 0) Store.End(run, random.Next(2) == 0 ? RunStatus.Succeeded : RunStatus.Failed);
        }

        Run[] ended = [.. Store.Runs.Query(new() { Statuses = [RunStatus.Failed] }, None)];
        Store.Runs.Remove([ended[0].Id, ended[^1].Id], None);
        return (experiments[0], runs);
    }
}
