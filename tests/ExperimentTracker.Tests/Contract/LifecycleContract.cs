using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Filters;

namespace ExperimentTracker.Tests.Contract;

public abstract class LifecycleContract(StoreUnderTest store) : StoreContract(store)
{
    // A second, explicit list of the rules, independent of the code.
    private static readonly HashSet<(RunStatus, RunStatus, bool Resuming)> Allowed =
    [
        (RunStatus.Pending, RunStatus.Running, false),
        (RunStatus.Pending, RunStatus.Cancelled, false),
        (RunStatus.Running, RunStatus.Succeeded, false),
        (RunStatus.Running, RunStatus.Failed, false),
        (RunStatus.Running, RunStatus.Cancelled, false),
        (RunStatus.Running, RunStatus.Killed, false),
        (RunStatus.Succeeded, RunStatus.Running, true),
        (RunStatus.Failed, RunStatus.Running, true),
        (RunStatus.Cancelled, RunStatus.Running, true),
        (RunStatus.Killed, RunStatus.Running, true),
    ];

    public static TheoryData<RunStatus, RunStatus> AllPairs()
    {
        var pairs = new TheoryData<RunStatus, RunStatus>();
        foreach (RunStatus from in Enum.GetValues<RunStatus>())
        {
            foreach (RunStatus to in Enum.GetValues<RunStatus>()) pairs.Add(from, to);
        }

        return pairs;
    }

    [Theory]
    [MemberData(nameof(AllPairs))]
    public void A_status_changes_as_the_lifecycle_allows_and_not_otherwise(RunStatus from, RunStatus to)
    {
        foreach (bool resuming in new[] { false, true })
        {
            Run run = RunIn(from);
            int changes = Store.Runs.History([run.Id], None).Count;
            RunStatusRequest request = new() { RunId = run.Id, To = to, Resuming = resuming, Reason = "test" };
            if (Allowed.Contains((from, to, resuming)))
            {
                Assert.Equal(to, Store.Runs.ChangeStatus(request, None).Status);
                Assert.Equal(changes + 1, Store.Runs.History([run.Id], None).Count);
            }
            else
            {
                Expect.Refused("InvalidStatusTransition", () => Store.Runs.ChangeStatus(request, None));
                Assert.Equal(run, Store.Again(run));
                Assert.Equal(changes, Store.Runs.History([run.Id], None).Count);
            }
        }
    }

    [Fact]
    public void Every_change_is_kept_with_its_reason_and_actor()
    {
        Run run = Store.NewRun(start: false);
        Change(RunStatus.Running, "started", "ann@a");
        Change(RunStatus.Failed, "oom", "bob@b", error: "out of memory");
        Change(RunStatus.Running, "again", "ann@a", resuming: true);
        Change(RunStatus.Succeeded, null, null);
        IReadOnlyList<StatusChange> history = Store.Runs.History([run.Id], None);
        Assert.Equal(
            [(null, RunStatus.Pending), (RunStatus.Pending, RunStatus.Running), (RunStatus.Running, RunStatus.Failed),
             (RunStatus.Failed, RunStatus.Running), ((RunStatus?)RunStatus.Running, RunStatus.Succeeded)],
            history.Select(h => (h.From, h.To)));
        Assert.Equal([null, "started", "oom", "again", null], history.Select(h => h.Reason));
        Assert.Equal(["ann@a", "bob@b", "ann@a", null], history.Skip(1).Select(h => h.Actor));
        Assert.Equal(history.Select(h => h.ChangedAt).Order(), history.Select(h => h.ChangedAt));

        void Change(RunStatus to, string? reason, string? actor, string? error = null, bool resuming = false) => Store.Runs.ChangeStatus(
            new() { RunId = run.Id, To = to, Reason = reason, Actor = actor, ErrorMessage = error, Resuming = resuming }, None);
    }

    [Fact]
    public void A_run_keeps_when_it_first_started_and_forgets_its_end_when_it_is_resumed()
    {
        Run run = Store.NewRun(start: false);
        Assert.Equal((null, null, null), (run.StartedAt, run.EndedAt, run.Duration));
        Run started = Store.Start(run);
        Run failed = Store.Runs.ChangeStatus(new() { RunId = run.Id, To = RunStatus.Failed, ErrorMessage = "boom" }, None);
        Assert.Equal((started.StartedAt, "boom"), (failed.StartedAt, failed.ErrorMessage));
        Assert.Equal(failed.EndedAt - failed.StartedAt, failed.Duration);
        Run resumed = Store.Resume(run);
        Assert.Equal((started.StartedAt, null, null), (resumed.StartedAt, resumed.EndedAt, resumed.ErrorMessage));
        Assert.True(Store.End(run).EndedAt > failed.EndedAt);
    }

    [Fact]
    public void A_run_lasts_by_the_clock_of_its_store()
    {
        Run longer = Store.NewRun(), shorter = Store.NewRun();
        Clock.Advance(TimeSpan.FromHours(1));
        shorter = Store.End(shorter);
        Clock.AutoAdvanceAmount = TimeSpan.Zero;
        Clock.Advance(TimeSpan.FromHours(1));
        TimeSpan lasted = Clock.GetUtcNow() - longer.StartedAt!.Value;
        Assert.InRange(lasted, TimeSpan.FromHours(2), TimeSpan.FromHours(2.1));
        Assert.Equal((lasted, lasted), (longer.Duration, Store.Again(longer).Duration));
        Assert.InRange(shorter.Duration!.Value, TimeSpan.FromHours(1), TimeSpan.FromHours(1.1));
        Assert.Equal([shorter.Id, longer.Id], Store.Runs.Query(new() { Order = new RunOrder(new RunProperty(nameof(Run.Duration), null), Descending: false) }, None).Select(r => r.Id));
        Assert.Equal(lasted, Store.End(longer).Duration);
        Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(lasted, Store.Again(longer).Duration);
    }

    [Fact]
    public void A_run_that_is_cancelled_before_it_starts_never_started()
    {
        Run run = Store.End(Store.NewRun(start: false), RunStatus.Cancelled);
        Assert.Null(run.StartedAt);
        Assert.NotNull(run.EndedAt);
    }

    [Fact]
    public void Starting_records_the_new_origin_or_keeps_the_old_one()
    {
        Experiment experiment = Store.NewExperiment();
        Run run = Store.NewRun(new RunDraft { ExperimentId = experiment.Id, Origin = new() { Host = "made here" } });
        Assert.Equal("made here", Store.Start(run).Origin.Host);
        Store.End(run);
        Run resumed = Store.Runs.ChangeStatus(
            new() { RunId = run.Id, To = RunStatus.Running, Resuming = true, Origin = new() { Host = "resumed there" } }, None);
        Assert.Equal("resumed there", resumed.Origin.Host);
    }

    [Fact]
    public void The_status_of_a_removed_or_unknown_run_cannot_change()
    {
        Run run = Store.NewRun(start: false);
        Store.Runs.Remove([run.Id], None);
        Expect.Refused("RecordRemoved", () => Store.Start(run));
        Expect.Refused("RunNotFound", () => Store.Start(run with { Id = "nope" }));
    }

    private Run RunIn(RunStatus status)
    {
        Run run = Store.NewRun(start: status is not (RunStatus.Pending or RunStatus.Cancelled));
        return status is RunStatus.Pending or RunStatus.Running ? run : Store.End(run, status);
    }
}
