using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Services;

namespace ExperimentTracker.Tests.Services;

public sealed class AlertWatcherTests : IDisposable
{
    private readonly StoreUnderTest underTest = StoreUnderTest.InAFile();
    private readonly List<string> warnings = [];
    private readonly AlertSender sender;

    public AlertWatcherTests() => sender = new(new() { Secret = _ => null }, Store.Time);

    private IExperimentStore Store => underTest.Store;

    public void Dispose()
    {
        sender.Dispose();
        underTest.Dispose();
    }

    [Fact]
    public void A_run_is_silent_when_its_points_and_log_are_and_not_because_of_its_system_metrics()
    {
        Register("a", new() { Condition = [AlertCondition.Stalled], After = TimeSpan.FromMinutes(10) });
        Run silent = Store.NewRun(), logging = Store.NewRun(), ended = Store.NewRun();
        Store.End(ended);
        underTest.Clock.Advance(TimeSpan.FromMinutes(9));
        Assert.Empty(Look());
        Store.Logs.Add([new() { RunId = logging.Id, Message = "still here", Ticks = Store.Time.GetUtcNow().UtcTicks }], Expect.None);
        Store.LogAt(silent, "system/cpu", [0], [1], [Store.Time.GetUtcNow().UtcTicks]);
        underTest.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(silent.Id, Assert.Single(Look()).RunId);
        Store.LogAt(silent, "loss", [0], [1], [Store.Time.GetUtcNow().UtcTicks]);
        underTest.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal([silent.Id, logging.Id], Look().Select(told => told.RunId!).OrderBy(id => id == silent.Id ? 0 : 1));
        Assert.Empty(Look());
    }

    [Fact]
    public void What_was_looked_at_is_not_looked_at_again_and_what_is_late_is()
    {
        RunAlert alert = Register("a", new() { Condition = [AlertCondition.WorseThanBaseline], Metric = "loss" });
        Experiment experiment = Store.NewExperiment();
        foreach (double loss in new[] { 1.0, 2, 1.5, 3 })
        {
            Run run = Store.NewRun(experiment);
            Store.Metrics.Append([new() { RunId = run.Id, Key = "loss", Values = new[] { loss }, Ticks = new[] { 1L }, Goal = MetricGoal.Minimize }], Expect.None);
            Store.End(run);
            underTest.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal([1L, 3], Look().Select(told => Store.Runs.Query(new() { Ids = [told.RunId!] }, Expect.None).Single().Number).Order());
        DateTime looked = Store.Alerts.List(Expect.None)[0].LookedAtUtc;
        Assert.True(looked > alert.CreatedAtUtc.AddMinutes(3));
        Assert.Empty(Look());
        Assert.Equal(looked, Store.Alerts.List(Expect.None)[0].LookedAtUtc);
        Assert.Empty(warnings);
    }

    [Fact]
    public void A_metric_without_a_goal_is_a_warning_and_other_alerts_go_on()
    {
        Register("a", new() { Condition = [AlertCondition.WorseThanBaseline], Metric = "loss" });
        Register("b", new() { Condition = [AlertCondition.Failed] });
        Experiment experiment = Store.NewExperiment();
        for (int i = 0; i < 2; i++)
        {
            Run run = Store.NewRun(experiment);
            Store.Log(run, "loss", 1);
            Store.End(run);
        }

        Store.End(Store.NewRun(experiment), RunStatus.Failed);
        Assert.Equal("b", Assert.Single(Look()).Alert);
        Assert.Contains("'a'", Assert.Single(warnings));
    }

    [Fact]
    public void A_low_disk_is_told_for_a_store_in_a_folder()
    {
        Register("a", new() { Condition = [AlertCondition.DiskLow], Below = long.MaxValue });
        Register("b", new() { Condition = [AlertCondition.DiskLow], Below = 1 });
        RunAlertEvent told = Assert.Single(Look());
        Assert.Equal(("a", AlertCondition.DiskLow, null), (told.Alert, told.Condition, told.RunId));
        Assert.Contains(Store.Path, told.Message);
        Assert.Empty(Look());
        underTest.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Single(Look());
    }

    [Fact]
    public void A_delivery_whose_secret_is_not_here_is_left_to_another_watcher()
    {
        Register("a", new() { Condition = [AlertCondition.Failed], Delivery = [new() { Channel = AlertChannel.WebHook, Address = "env:NOT_HERE" }, new() { Channel = AlertChannel.Action, Script = "1" }] });
        Store.End(Store.NewRun(), RunStatus.Failed);
        RunAlertEvent told = Assert.Single(Look());
        Assert.All(told.Delivery, delivery => Assert.Equal((AlertDeliveryState.Pending, 0), (delivery.State, delivery.Attempts)));
        Assert.Equal(2, warnings.Count);
        Assert.Contains("env:NOT_HERE", warnings[0]);
        Assert.Contains("-AllowScript", warnings[1]);
    }

    private RunAlert Register(string name, AlertDefinition definition) => Store.Alerts.Register(new() { Name = name, Definition = definition }, replace: false, [], Expect.None);

    // Each look is that of a new process.
    private List<RunAlertEvent> Look() => [.. new AlertWatcher(Store, sender, (_, _) => false, runsScripts: false, warnings.Add).Watch(once: true, null, Expect.None)];
}
