using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Series;

namespace ExperimentTracker.Tests.Postgres;

/// <summary>
/// A process writes to its runs without reading them first, and the server checks that they are as it left them. Here another process has written meanwhile: what is
/// written must be as if the first had read.
/// </summary>
[NeedsPostgres]
public sealed class ExpectedStateTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly ProxiedStore proxied = new();
    private readonly Run run;

    public ExpectedStateTests()
    {
        Experiment experiment = proxied.Direct.NewExperiment();
        run = proxied.Store.Runs.Create([new() { ExperimentId = experiment.Id, Start = true }], None)[0];
        proxied.Store.Metrics.Append([Points("loss", 1)], None);
    }

    public void Dispose() => proxied.Dispose();

    [Fact]
    public void Points_follow_those_that_another_process_added()
    {
        proxied.Direct.Metrics.Append([Points("loss", 2, 3)], None);
        Assert.Equal(3, proxied.Store.Metrics.Append([Points("loss", 4)], None)[0].FirstAssignedStep);
        Metric metric = proxied.Direct.Metrics.List([run.Id], None).Single();
        Assert.Equal((4L, 1.0, 4.0), (metric.Count, metric.Min, metric.Max));
        Assert.Equal([1, 2, 3, 4], proxied.Direct.Metrics.Read(metric, 0, long.MaxValue, None).Values);
    }

    [Fact]
    public void A_series_that_another_process_created_is_not_created_again()
    {
        proxied.Direct.Metrics.Append([Points("Accuracy", 1)], None);
        proxied.Store.Metrics.Append([Points("accuracy", 2)], None);
        proxied.Store.Metrics.Append([Points("accuracy", 3)], None);
        Metric metric = proxied.Direct.Metrics.List([run.Id], None).Single(m => m.Key != "loss");
        Assert.Equal(("Accuracy", 3L), (metric.Key, metric.Count));
    }

    [Fact]
    public void Names_that_differ_in_case_are_one_series()
    {
        proxied.Store.Metrics.Append([Points("LOSS", 2), Points("Loss", 3)], None);
        Metric metric = proxied.Direct.Metrics.List([run.Id], None).Single();
        Assert.Equal(("loss", 3L, 3.0), (metric.Key, metric.Count, metric.Last));
    }

    [Fact]
    public void A_unit_and_a_goal_that_another_process_set_are_kept()
    {
        proxied.Direct.Metrics.Append([Points("loss", 2) with { Unit = "nats", Goal = MetricGoal.Minimize }], None);
        proxied.Store.Metrics.Append([Points("loss", 3)], None);
        Metric metric = proxied.Direct.Metrics.List([run.Id], None).Single();
        Assert.Equal(("nats", MetricGoal.Minimize, 3L), (metric.Unit, metric.Goal, metric.Count));
    }

    [Fact]
    public void A_run_that_another_process_ended_refuses_points_and_keeps_its_end()
    {
        Run ended = proxied.Direct.Runs.ChangeStatus(new() { RunId = run.Id, To = RunStatus.Failed }, None);
        Assert.Equal("RunNotOpen", Assert.Throws<TrackerException>(() => proxied.Store.Metrics.Append([Points("loss", 2)], None)).ErrorId);
        Assert.Equal("InvalidStatusTransition", Assert.Throws<TrackerException>(() => proxied.Store.Runs.ChangeStatus(new() { RunId = run.Id, To = RunStatus.Succeeded }, None)).ErrorId);
        Run read = proxied.Direct.Runs.Query(new() { Ids = [run.Id] }, None).Single();
        Assert.Equal((RunStatus.Failed, ended.EndedAt, 1), (read.Status, read.EndedAt, (int)read.Metrics.Count));
        Assert.Equal(2, proxied.Direct.Runs.History([run.Id], None).Count);
    }

    [Fact]
    public void A_run_that_another_process_resumed_ends_and_its_points_are_sealed()
    {
        proxied.Direct.Runs.ChangeStatus(new() { RunId = run.Id, To = RunStatus.Failed }, None);
        proxied.Direct.Runs.ChangeStatus(new() { RunId = run.Id, To = RunStatus.Running, Resuming = true }, None);
        proxied.Direct.Metrics.Append([Points("other", [.. Enumerable.Range(0, 100).Select(i => (double)i)])], None);
        Run ended = proxied.Store.Runs.ChangeStatus(new() { RunId = run.Id, To = RunStatus.Succeeded }, None);
        Assert.Equal((RunStatus.Succeeded, 2), (ended.Status, ended.Metrics.Count));
        Assert.Equal(0L, proxied.Direct.Queries.Run($"SELECT count(*) AS n FROM metric_tail t JOIN metrics m ON m.pk = t.metric_pk WHERE m.key = 'other'", NamedValues.Empty, None).Single().Values[0]);
        Assert.Equal([RunStatus.Running, RunStatus.Failed, RunStatus.Running, RunStatus.Succeeded], proxied.Direct.Runs.History([run.Id], None).Select(c => c.To));
    }

    [Fact]
    public void An_experiment_that_another_process_removed_gets_no_run()
    {
        proxied.Direct.Runs.ChangeStatus(new() { RunId = run.Id, To = RunStatus.Succeeded }, None);
        proxied.Direct.Experiments.Remove([run.ExperimentId], None);
        Assert.Equal("RecordRemoved", Assert.Throws<TrackerException>(() => proxied.Store.Runs.Create([new() { ExperimentId = run.ExperimentId, Start = true }], None)).ErrorId);
        Assert.Equal("ExperimentNotFound", Assert.Throws<TrackerException>(() => proxied.Store.Runs.Create([new() { ExperimentId = "none" }], None)).ErrorId);
        Assert.Single(proxied.Direct.Runs.Query(new() { Removed = RemovedFilter.All }, None));
    }

    [Fact]
    public void A_refused_batch_leaves_nothing_and_the_next_one_succeeds()
    {
        SeriesAppend overflowing = Points("loss", 2) with { Steps = new[] { long.MaxValue } };
        proxied.Store.Metrics.Append([overflowing], None);
        Assert.Equal("StepOverflow", Assert.Throws<TrackerException>(() => proxied.Store.Metrics.Append([Points("other", 1), Points("loss", 3)], None)).ErrorId);
        proxied.Store.Metrics.Append([Points("other", 5)], None);
        Assert.Equal([("loss", 2L), ("other", 1L)], proxied.Direct.Metrics.List([run.Id], None).Select(m => (m.Key, m.Count)).Order());
    }

    [Fact]
    public void Batches_of_several_threads_are_all_written()
    {
        Parallel.For(0, 64, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => proxied.Store.Metrics.Append([Points("loss", i), Points($"k{i % 3}", i)], None));
        Assert.Equal([65L, 22L, 21L, 21L], proxied.Direct.Metrics.List([run.Id], None).Select(m => m.Count).OrderDescending());
    }

    [Fact]
    public void Batches_whose_connection_is_lost_after_or_before_the_commit_are_written_once()
    {
        proxied.Proxy.LoseAnswerTo("the unit of the second batch");
        proxied.Store.Metrics.Append([Points("loss", 2) with { Unit = "the unit of the second batch" }], None);
        proxied.Proxy.Cut();
        proxied.Store.Metrics.Append([Points("loss", 3)], None);
        Assert.Equal([1, 2, 3], proxied.Direct.Metrics.Read(proxied.Direct.Metrics.List([run.Id], None)[0], 0, long.MaxValue, None).Values);
    }

    [Fact]
    public void A_run_whose_end_is_committed_and_not_answered_has_ended_once()
    {
        proxied.Proxy.LoseAnswerTo("the reason of the end");
        Run ended = proxied.Store.Runs.ChangeStatus(new() { RunId = run.Id, To = RunStatus.Failed, Reason = "the reason of the end" }, None);
        Assert.Equal(RunStatus.Failed, ended.Status);
        Assert.Equal([RunStatus.Running, RunStatus.Failed], proxied.Direct.Runs.History([run.Id], None).Select(c => c.To));
    }

    [Fact]
    public void Runs_are_numbered_and_named_by_the_server()
    {
        Run second = proxied.Direct.Runs.Create([new() { ExperimentId = run.ExperimentId }], None)[0];
        IReadOnlyList<Run> more = proxied.Store.Runs.Create([new() { ExperimentId = run.ExperimentId, Name = "Grün" }, new() { ExperimentId = run.ExperimentId }], None);
        Assert.Equal([(1L, "run-001"), (2L, "Grün"), (3L, "run-003")], new[] { second }.Concat(more).Select(r => (r.Number, r.Name)));
        Assert.Equal(more[0].Id, proxied.Direct.Runs.Query(new() { Identity = "GRÜN" }, None).Single().Id);
        Assert.Equal(more[1].Id, proxied.Direct.Runs.Query(new() { Identity = "RUN-003" }, None).Single().Id);
    }

    private SeriesAppend Points(string key, params double[] values) => new() { RunId = run.Id, Key = key, Values = values, Ticks = new long[] { 1 } };
}
