using ExperimentTracker.Contracts.Mirrors;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Interop.MLflow.Export;

namespace ExperimentTracker.Tests.Exporting;

public sealed class MirrorTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);
    private readonly StoreUnderTest store = StoreUnderTest.InAFile();
    private readonly IExperimentStore own;
    private readonly FakeMlflow server = new();

    public MirrorTests() => own = store.OpenAnother();

    public void Dispose()
    {
        server.Dispose();
        own.Dispose();
        store.Dispose();
    }

    [Fact]
    public void A_run_is_sent_while_it_runs_and_complete_at_its_end()
    {
        Run before = store.Store.NewRun();
        store.Store.Log(before, "loss", 3, 2);
        using var mirror = new MLflowMirror(own, server.Address);
        Until(() => PointsOf(before) == 2);
        store.Store.Log(before, "loss", 1);
        Until(() => PointsOf(before) == 3);

        // A point with a step before those that were sent, and one with the last step.
        store.Store.LogAt(before, "loss", [0, 2], [9, 8], [638_000_000_000_000_000, 638_000_000_000_000_000]);
        Until(() => PointsOf(before) == 5);
        Run child = store.Store.NewRun(store.Store.NewExperiment(), parent: before);
        store.Store.Log(child, "acc", 0.5);
        store.Store.End(child, RunStatus.Failed);
        store.Store.End(before);
        Assert.True(mirror.Finish(Long));

        Assert.Equal(("FINISHED", 5), (server.RunOf(before.Id).Status, PointsOf(before)));
        Assert.Equal(("FAILED", 1), (server.RunOf(child.Id).Status, PointsOf(child)));
        Assert.Equal(server.RunOf(before.Id).Id, server.RunOf(child.Id).Tags["mlflow.parentRunId"]);
        Assert.Equal((2, 6L, MirrorState.Stopped, null), (mirror.Report.Runs, mirror.Report.Points, mirror.Report.State, mirror.Report.Error));
    }

    [Fact]
    public void What_is_logged_while_the_server_is_gone_is_sent_when_it_is_back()
    {
        server.IsDown = true;
        using var mirror = new MLflowMirror(own, server.Address);
        Run run = store.Store.NewRun();
        for (int i = 0; i < 50; i++) store.Store.Log(run, "loss", i, i, i);
        Until(() => mirror.Report.State == MirrorState.Waiting);
        Assert.Contains(server.Address, mirror.Report.Error, StringComparison.Ordinal);
        server.IsDown = false;
        Until(() => server.Locked(() => server.Runs.Count) == 1 && PointsOf(run) == 150);
        store.Store.End(run);
        Assert.True(mirror.Finish(Long));
        Assert.Equal(150, PointsOf(run));
    }

    [Fact]
    public void A_new_mirror_goes_on_where_the_last_one_ended()
    {
        Run run = store.Store.NewRun();
        store.Store.Log(run, "loss", 1, 2);
        using (var first = new MLflowMirror(own, server.Address)) Assert.True(first.Finish(Long));
        store.Store.Log(run, "loss", 3);
        using (var second = new MLflowMirror(own, server.Address))
        {
            Assert.True(second.Finish(Long));
            Assert.Equal(1, second.Report.Points);
        }

        Assert.Equal(3, PointsOf(run));
    }

    [Fact]
    public void Ending_without_the_server_says_that_something_is_not_sent()
    {
        server.IsDown = true;
        store.Store.Log(store.Store.NewRun(), "loss", 1);
        using var mirror = new MLflowMirror(own, server.Address);
        Assert.False(mirror.Finish(TimeSpan.FromSeconds(1)));
    }

    private int PointsOf(Run run) => server.Locked(() => server.Runs.Find(r => r.Tags["experimenttracker.run_id"] == run.Id)?.Points.Count ?? 0);

    private static void Until(Func<bool> condition) => Assert.True(SpinWait.SpinUntil(condition, Long));
}
