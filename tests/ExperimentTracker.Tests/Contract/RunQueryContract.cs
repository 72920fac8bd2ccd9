using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Filters;

namespace ExperimentTracker.Tests.Contract;

public abstract class RunQueryContract(StoreUnderTest store) : StoreContract(store)
{
    [Fact]
    public void Every_condition_narrows()
    {
        Experiment one = Store.NewExperiment(), two = Store.NewExperiment();
        Run pending = Store.NewRun(one, start: false);
        Run named = Store.NewRun(new RunDraft { ExperimentId = one.Id, Namespace = "n", Name = "Äpfel", ParameterHash = "123456", Start = true });
        Run child = Store.NewRun(two, parent: named);
        Run failed = Store.End(Store.NewRun(two), RunStatus.Failed);
        Check(new() { Statuses = [RunStatus.Pending] }, pending);
        Check(new() { Statuses = [RunStatus.Running, RunStatus.Failed] }, named, child, failed);
        Check(new() { Statuses = [] });
        Check(new() { ExperimentIds = [two.Id] }, child, failed);
        Check(new() { ExperimentIds = [] });
        Check(new() { ProjectId = one.ProjectId }, pending, named);
        Check(new() { Namespace = "n" }, named);
        Check(new() { Namespace = "" }, pending, child, failed);
        Check(new() { Number = 0 }, pending, named, child);
        Check(new() { ParameterHash = "123456" }, named);
        Check(new() { NamePrefix = "äP" }, named);
        Check(new() { ParentRunId = named.Id }, child);
        Check(new() { CreatedUntil = named.CreatedAt }, pending, named);
        Check(new() { StartedFrom = child.StartedAt }, child, failed);
        Check(new() { StartedBefore = child.StartedAt }, pending, named);
        Check(new() { StartedFrom = pending.CreatedAt, StartedBefore = named.StartedAt }, pending);
        Check(new() { CreatedUntil = pending.CreatedAt.AddTicks(-1) });
        Check(new() { Ids = [failed.Id, pending.Id], Statuses = [RunStatus.Failed] }, failed);
        Check(new() { Ids = ["it's \"not\" there"] });

        void Check(RunQuery query, params Run[] expected) => Assert.Equal(
            expected.Select(r => r.Id).Order(), Store.Runs.Query(query, None).Select(r => r.Id).Order());
    }

    [Theory]
    [InlineData(nameof(Run.Metrics), "loss", true)]
    [InlineData(nameof(Run.Metrics), "loss", false)]
    [InlineData(nameof(Run.Parameters), "seed", true)]
    [InlineData(nameof(Run.Number), null, false)]
    public void Sorted_runs_are_returned_once_each_while_others_are_written(string property, string? key, bool descending)
    {
        Experiment experiment = Store.NewExperiment();
        IReadOnlyList<Run> runs = Write(from: 0, count: 300);
        string[] ids = [.. runs.Select(r => r.Id)];
        var given = new List<string>();
        foreach (Run run in Store.Runs.Query(new() { Order = new RunOrder(new RunProperty(property, key), descending) }, None))
        {
            given.Add(run.Id);

            // Adds runs that sort before and after those that were read, and changes the sort value of one that was read.
            if (given.Count is 10 or 100)
            {
                Write(from: -given.Count, count: 5);
                Write(from: 1000 + given.Count, count: 5);
                Store.LogAt(run, "loss", [], [descending ? -5000 : 5000]);
            }
        }

        Assert.Equal(given.Distinct(), given);
        Assert.Empty(ids.Except(given));

        IReadOnlyList<Run> Write(int from, int count)
        {
            IReadOnlyList<Run> made = Store.Runs.Create(
                [.. Enumerable.Range(from, count).Select(i => new RunDraft { ExperimentId = experiment.Id, Start = true, Parameters = new NamedValues([KeyValuePair.Create("seed", (object?)(long)i)]) })], None);
            for (int i = 0; i < made.Count; i++) if (i % 3 != 2) Store.LogAt(made[i], "loss", [], [from + i]);
            return made;
        }
    }

    [Theory]
    [InlineData(nameof(Run.Metrics), null)]
    [InlineData(nameof(Run.MetricStatistics), nameof(Metric.Last))]
    public void Runs_without_the_value_can_be_omitted_and_equal_ones_are_newest_first(string property, string? statistic)
    {
        Experiment experiment = Store.NewExperiment();
        Run[] runs = [.. Enumerable.Range(0, 300).Select(_ => Store.NewRun(experiment))];

        // The series are created in another order than the runs.
        foreach (Run run in runs.OrderBy(r => (r.Number * 7) % 300))
        {
            if (run.Number % 5 == 0) Store.LogAt(run, "loss", [], [double.NaN]);
            else if (run.Number % 5 != 1) Store.LogAt(run, "loss", [], [run.Number % 5 == 2 ? 1 : 2]);
        }

        foreach (bool descending in new[] { false, true })
        {
            var order = new RunOrder(new RunProperty(property, "LOSS", statistic), descending) { OnlyWithValue = true };
            long[] expected = [.. runs.Select(r => r.Number).Where(n => n % 5 > 1)
                .OrderBy(n => n % 5 == 2 == descending ? 1 : 0).ThenByDescending(n => n)];
            Assert.Equal(expected, Store.Runs.Query(new() { Order = order }, None).Select(r => r.Number));
            Assert.Equal(expected.Take(70), Store.Runs.Query(new() { Order = order, First = 70 }, None).Select(r => r.Number));
        }
    }

    [Fact]
    public void Tags_are_compared_by_key_and_value_without_case()
    {
        Run bare = Tagged(("nightly", null)), main = Tagged(("Nightly", null), ("branch", "Main")), umlaut = Tagged(("branch", "ÄPFEL"));
        Tagged(("other", null));
        Assert.Equal([main.Id, bare.Id], Ids(("NIGHTLY", null)));
        Assert.Equal([main.Id], Ids(("nightly", null), ("Branch", "main")));
        Assert.Equal([umlaut.Id], Ids(("branch", "äpfel")));
        Assert.Equal([umlaut.Id, main.Id], Ids(("branch", null)));
        Assert.Empty(Ids(("nightly", "True")));
        Assert.Equal([main.Id], Store.Runs.Query(new() { Tags = StoreSteps.Named(("nightly", null)), First = 1 }, None).Select(r => r.Id));
        Assert.Equal([main.Id], Store.Runs.Query(
            new() { Tags = StoreSteps.Named(("branch", "MAIN")), Order = new RunOrder(new RunProperty(nameof(Run.Name)), false) }, None).Select(r => r.Id));

        Run Tagged(params (string, object?)[] tags)
        {
            Run run = Store.NewRun();
            Store.Tags.Set(RecordType.Run, run.Id, StoreSteps.Named(tags), None);
            return run;
        }

        IEnumerable<string> Ids(params (string, object?)[] tags) => Store.Runs.Query(new() { Tags = StoreSteps.Named(tags) }, None).Select(r => r.Id);
    }

    [Fact]
    public void A_name_is_known_if_a_run_has_it()
    {
        Run run = Store.NewRun();
        Store.Parameters.Add(run.Id, StoreSteps.Named(("lr", 1.0), ("opt", StoreSteps.Named(("name", "sgd")))), None);
        Store.Tags.Set(RecordType.Run, run.Id, StoreSteps.Named(("nightly", null)), None);
        Store.LogAt(run, "loss", [], [1]);
        foreach ((string property, string key) in new[] { ("Parameters", "LR"), ("Parameters", "opt.name"), ("Tags", "Nightly"), ("Metrics", "Loss"), ("MetricStatistics", "loss") })
        {
            Assert.True(Store.Runs.HasName(new RunProperty(property, key), None), key);
            Assert.False(Store.Runs.HasName(new RunProperty(property, "x" + key), None), key);
        }

        Assert.True(Store.Runs.HasName(new RunProperty(nameof(Run.Status)), None));
    }

    [Fact]
    public void Many_runs_are_returned_newest_first_and_once_each_for_any_page_size()
    {
        Experiment experiment = Store.NewExperiment();
        Store.Runs.Create([.. Enumerable.Repeat(new RunDraft { ExperimentId = experiment.Id }, 1203)], None);
        long[] numbers = [.. Store.Runs.Query(new(), None).Select(r => r.Number)];
        Assert.Equal(Enumerable.Range(0, 1203).Reverse().Select(n => (long)n), numbers);
        foreach (int first in new[] { 0, 1, 499, 500, 501, 1000, 1203, 2000 })
        {
            Assert.Equal(numbers.Take(first), Store.Runs.Query(new() { First = first }, None).Select(r => r.Number));
        }
    }

    [Fact]
    public void Runs_that_are_created_during_a_query_do_not_disturb_it()
    {
        Experiment experiment = Store.NewExperiment();
        Store.Runs.Create([.. Enumerable.Repeat(new RunDraft { ExperimentId = experiment.Id }, 1001)], None);
        int seen = 0;
        foreach (Run run in Store.Runs.Query(new(), None))
        {
            Assert.Equal(1000 - seen, run.Number);
            if (seen++ % 100 == 0) Store.NewRun(experiment);
        }

        Assert.Equal(1001, seen);
    }

    [Fact]
    public void A_run_carries_its_parameters_metrics_statistics_and_tags()
    {
        Run run = Store.NewRun();
        Store.Parameters.Add(run.Id, StoreSteps.Named(("lr", 0.5)), None);
        Store.Tags.Set(RecordType.Run, run.Id, StoreSteps.Named(("stage", "dev")), None);
        Store.Log(run, "loss", 3, 1, 2);
        Store.LogAt(run, "accuracy", [], [0.9], label: "setosa");
        Run other = Store.NewRun();
        Store.Log(other, "loss", 7);
        Run read = Store.Again(run);
        Assert.Equal(StoreSteps.Named(("loss", 2.0), ("accuracy[setosa]", 0.9)), read.Metrics);
        Assert.Equal(1.0, ((Metric)read.MetricStatistics["LOSS"]!).Min);
        Assert.Same(read.Id, ((Metric)read.MetricStatistics["LOSS"]!).RunId);
        Assert.Equal((0.5, "dev"), (read.Parameters["lr"], read.Tags["stage"]));
        Assert.Equal(7.0, Store.Again(other).Metrics["loss"]);
    }

    [Fact]
    public void A_listing_ends_when_it_is_cancelled()
    {
        Experiment experiment = Store.NewExperiment();
        Store.Runs.Create([.. Enumerable.Repeat(new RunDraft { ExperimentId = experiment.Id }, 600)], None);
        using var source = new CancellationTokenSource();
        int seen = 0;
        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            foreach (Run _ in Store.Runs.Query(new(), source.Token))
            {
                if (++seen == 10) source.Cancel();
            }
        });
        Assert.InRange(seen, 10, 599);
    }
}
