using ExperimentTracker.Contracts.Alerts;

namespace ExperimentTracker.Tests.Contract;

public abstract class AlertContract(StoreUnderTest store) : StoreContract(store)
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    [Fact]
    public void An_alert_is_returned_as_it_was_registered()
    {
        Experiment experiment = Store.NewExperiment("Nightly");
        AlertDefinition definition = new()
        {
            Condition = [AlertCondition.Stalled, AlertCondition.WorseThanBaseline, AlertCondition.DiskLow],
            After = TimeSpan.FromMinutes(7.5), Metric = "val/loss", Tolerance = 0.1, RelativeTolerance = 1e-300, BaselineLast = 3, Below = 5L << 30, Filter = "$_.x -gt 'ü'", When = "{ 1\n2 }",
            IncludesExisting = true,
            Delivery =
            [
                new() { Channel = AlertChannel.WebHook, Address = "env:A", Format = WebHookFormat.Teams, Secret = "secret:v/s" },
                new() { Channel = AlertChannel.Mail, To = "a@b", From = "c@d", SmtpServer = "e:25", Credential = "env:F" },
                new() { Channel = AlertChannel.Action, Script = "'x' # \"" },
                new() { Channel = AlertChannel.BuildIssue },
            ],
        };
        RunAlert made = Store.Alerts.Register(new() { Name = "Late \u2028 runs", ExperimentId = experiment.Id, Definition = definition, Enabled = false }, replace: false, [], None);
        Assert.Equal(made, Assert.Single(Store.Alerts.List(None)));
        Assert.Equal(("Late \u2028 runs", experiment.Id, "Nightly", false), (made.Name, made.ExperimentId, made.Experiment, made.Enabled));
        Assert.Equal(made.CreatedAt, made.LookedAt);
        Assert.Equal(made, new RunAlert(definition) { Id = made.Id, Name = made.Name, ExperimentId = experiment.Id, Experiment = "Nightly", Enabled = false, CreatedAt = made.CreatedAt, LookedAt = made.LookedAt });
    }

    [Fact]
    public void A_name_is_used_once_without_regard_to_case_and_a_replacement_keeps_events_and_for_the_same_rule_the_time()
    {
        Run run = Store.NewRun();
        RunAlert first = Register("a", AlertCondition.Failed);
        Expect.Refused("AlertExists", () => Register("A", AlertCondition.Failed));
        Expect.Refused("InvalidName", () => Register(" ", AlertCondition.Failed));
        Expect.Refused("ExperimentNotFound", () => Store.Alerts.Register(Draft("b", AlertCondition.Failed) with { ExperimentId = "nope" }, false, [], None));
        Fire(first, run, "1");
        RunAlert same = Store.Alerts.Register(Draft("A", AlertCondition.Failed) with { Enabled = false }, replace: true, [], None);
        Assert.Equal((first.Id, "A", first.CreatedAt, false), (same.Id, same.Name, same.CreatedAt, same.Enabled));
        RunAlert other = Store.Alerts.Register(Draft("A", AlertCondition.Killed), replace: true, [], None);
        Assert.True(other.CreatedAt > first.CreatedAt && other.LookedAt == other.CreatedAt);
        Assert.Equal(first.Id, other.Id);
        Assert.Equal(["1"], Store.Alerts.Causes(first.Id, None));
    }

    [Fact]
    public void It_fires_once_for_a_cause_with_a_delivery_for_each_of_its_definition()
    {
        Run run = Store.NewRun(), second = Store.NewRun();
        RunAlert alert = Register("a", AlertCondition.Failed), other = Register("b", AlertCondition.Failed);
        RunAlertEvent made = Assert.Single(Store.Alerts.Fire(alert.Id, [Cause(run, "1"), Cause(run, "1")], None));
        Assert.Equal((alert.Id, "a", run.Id, run.Path, AlertCondition.Failed, "1", "It failed."), (made.AlertId, made.Alert, made.RunId, made.Run, made.Condition, made.Cause, made.Message));
        Assert.Equal([(0, AlertDeliveryState.Pending, 0), (1, AlertDeliveryState.Pending, 0)], made.Delivery.Select(d => (d.Number, d.State, d.Attempts)));
        Assert.Equal(alert.Delivery, made.Delivery.Select(d => d.Delivery));
        Assert.Empty(Store.Alerts.Fire(alert.Id, [Cause(run, "1")], None));
        RunAlertEvent later = Assert.Single(Store.Alerts.Fire(alert.Id, [Cause(run, "1"), Cause(second, "2")], None)), theirs = Fire(other, run, "1");
        Assert.Equal([theirs, later, made], Store.Alerts.Events(new(), None));
        Assert.Equal([later, made], Store.Alerts.Events(new() { AlertIds = [alert.Id] }, None));
        Assert.Equal([theirs, made], Store.Alerts.Events(new() { RunIds = [run.Id] }, None));
        Assert.Equal([theirs], Store.Alerts.Events(new() { First = 1 }, None));
        Assert.Equal([made], Store.Alerts.Events(new() { Ids = [made.Id] }, None));
        Assert.Empty(Store.Alerts.Events(new() { States = [AlertDeliveryState.Sent, AlertDeliveryState.Failed] }, None));
        Assert.Empty(Store.Alerts.Fire("nope", [Cause(run, "3")], None));
    }

    [Fact]
    public void A_cause_that_was_known_at_the_registration_is_not_told()
    {
        Run run = Store.NewRun();
        RunAlert alert = Store.Alerts.Register(Draft("a", AlertCondition.Failed), replace: false, [Cause(run, "old")], None);
        Assert.Empty(Store.Alerts.Fire(alert.Id, [Cause(run, "old")], None));
        Assert.Empty(Store.Alerts.Events(new(), None));
        Assert.Equal(["old"], Store.Alerts.Causes(alert.Id, None));
    }

    [Fact]
    public void A_delivery_is_taken_by_one_watcher_until_it_has_not_been_heard_of()
    {
        RunAlertEvent made = Fire(Register("a", AlertCondition.Failed), Store.NewRun(), "1");
        Assert.Equal([made], Due());
        Assert.True(Take(made, "first"));
        Assert.False(Take(made, "second"));
        Assert.True(Take(made, "second", number: 1));
        Assert.Empty(Due());
        Clock.Advance(TimeSpan.FromSeconds(40));
        Assert.True(Store.Alerts.Renew(made.Id, 0, "first", Lease, None));
        Assert.False(Store.Alerts.Renew(made.Id, 0, "second", Lease, None));
        Clock.Advance(TimeSpan.FromSeconds(40));
        Assert.False(Take(made, "third"));
        Assert.True(Take(made, "third", number: 1));
        Store.Alerts.Record(made.Id, 1, "second", new(), None);
        Assert.Equal((AlertDeliveryState.Sending, "third", 2), State(made, 1));
        Store.Alerts.Record(made.Id, 0, "first", new(), None);
        Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal((AlertDeliveryState.Sent, "first", 1), State(made, 0));
        Assert.False(Take(made, "third"));
        Assert.False(Store.Alerts.TryTake("nope", 0, "third", Lease, None));
    }

    [Fact]
    public void An_attempt_that_failed_is_due_again_after_its_wait_or_has_failed()
    {
        RunAlertEvent made = Fire(Register("a", AlertCondition.Failed), Store.NewRun(), "1");
        Assert.True(Take(made, "w"));
        Assert.True(Take(made, "w", number: 1));
        Store.Alerts.Record(made.Id, 0, "w", new("503", TimeSpan.FromMinutes(3)), None);
        Store.Alerts.Record(made.Id, 1, "w", new("410"), None);
        RunAlertEvent now = Store.Alerts.Events(new() { States = [AlertDeliveryState.Failed] }, None).Single();
        Assert.Equal([(AlertDeliveryState.Pending, "503"), (AlertDeliveryState.Failed, "410")], now.Delivery.Select(d => (d.State, d.Error!)));
        Assert.Empty(Due());
        Assert.Equal(now.Delivery[0].DueAt.ToUniversalTime(), Store.Alerts.NextDue(None));
        Clock.Advance(TimeSpan.FromMinutes(3));
        Assert.Single(Due());
        Assert.True(Take(made, "w"));
        Store.Alerts.Record(made.Id, 0, "w", new(), None);
        AlertEventDelivery sent = Store.Alerts.Events(new(), None).Single().Delivery[0];
        Assert.Equal((AlertDeliveryState.Sent, 2, null), (sent.State, sent.Attempts, sent.Error));
        Assert.NotNull(sent.SentAt);
        Assert.Null(Store.Alerts.NextDue(None));
    }

    [Fact]
    public void The_time_that_was_looked_at_only_moves_forward()
    {
        RunAlert alert = Register("a", AlertCondition.Failed);
        DateTime later = alert.LookedAtUtc.AddHours(1);
        Store.Alerts.Advance([alert.Id, "nope"], later, None);
        Store.Alerts.Advance([alert.Id], later.AddMinutes(-5), None);
        Assert.Equal((later, alert.CreatedAtUtc), (Store.Alerts.List(None)[0].LookedAtUtc, Store.Alerts.List(None)[0].CreatedAtUtc));
    }

    [Fact]
    public void Alerts_go_with_their_experiment_events_with_their_run_and_all_with_the_alert()
    {
        Run gone = Store.NewRun(), stays = Store.NewRun();
        Experiment experiment = Store.NewExperiment("other");
        Run ofOther = Store.NewRun(experiment);
        RunAlert alert = Register("a", AlertCondition.Failed);
        RunAlert narrow = Store.Alerts.Register(Draft("narrow", AlertCondition.Failed) with { ExperimentId = experiment.Id }, replace: false, [], None);
        Fire(alert, gone, "1");
        RunAlertEvent kept = Fire(alert, stays, "2");
        Fire(narrow, ofOther, "3");
        foreach (Run run in new[] { gone, ofOther }) Store.End(run);
        Store.Runs.Remove([gone.Id], None);
        Store.Experiments.Remove([experiment.Id], None);
        Store.Maintenance.Collect(null, null, None);
        Assert.Equal([kept], Store.Alerts.Events(new(), None));
        Assert.Equal([alert.Id], Store.Alerts.List(None).Select(a => a.Id));
        Assert.Empty(Store.Findings());
        Store.Alerts.Unregister([alert.Id, "nope"], None);
        Assert.Empty(Store.Alerts.List(None));
        Assert.Empty(Store.Alerts.Events(new(), None));
        Assert.Null(Store.Alerts.NextDue(None));
    }

    [Fact]
    public void Changes_of_stages_and_new_aliases_are_promotions()
    {
        Run run = Store.NewRun();
        Model model = Store.Models.Create([new() { ProjectId = Store.Experiments.Query(new() { Ids = [run.ExperimentId] }, None)[0].ProjectId, Name = "m" }], None)[0];
        ModelVersion[] versions = [.. Store.Models.Register([new() { ModelId = model.Id, RunId = run.Id }, new() { ModelId = model.Id }], None).OrderBy(version => version.Version)];
        DateTime start = Store.Time.GetUtcNow().UtcDateTime;
        Assert.Empty(Store.Alerts.Promotions(DateTime.MinValue, None));
        Store.Models.UpdateVersion(versions[0].Id, new() { Stage = ModelStage.Production, AddAliases = ["best"] }, None);
        Store.Models.UpdateVersion(versions[0].Id, new() { AddAliases = ["best"] }, None);
        ModelPromotion[] made = [.. Store.Alerts.Promotions(start, None)];
        Assert.Equal([("m/1", ModelStage.Production, null), ("m/1", null, "best")], made.Select(p => (p.Version, p.To, p.Alias)).OrderBy(p => p.Alias));
        Assert.All(made, p => Assert.Equal((run.Id, run.ExperimentId), (p.RunId, p.ExperimentId)));
        DateTime then = Store.Time.GetUtcNow().UtcDateTime;
        foreach (ModelVersion version in new[] { versions[1], versions[0] }) Store.Models.UpdateVersion(version.Id, new() { AddAliases = ["best"] }, None);
        ModelPromotion back = Assert.Single(Store.Alerts.Promotions(then, None));
        Assert.Equal(("m/1", "best"), (back.Version, back.Alias));
        Assert.DoesNotContain(back.Key, made.Select(p => p.Key));
    }

    private static AlertDraft Draft(string name, AlertCondition condition) => new()
    {
        Name = name,
        Definition = new() { Condition = [condition], Delivery = [new() { Channel = AlertChannel.WebHook, Address = "env:A" }, new() { Channel = AlertChannel.BuildIssue }] },
    };

    private static AlertCause Cause(Run run, string key) => new(key, AlertCondition.Failed, "It failed.", run.Id);

    private RunAlert Register(string name, AlertCondition condition) => Store.Alerts.Register(Draft(name, condition), replace: false, [], None);

    private RunAlertEvent Fire(RunAlert alert, Run run, string key) => Assert.Single(Store.Alerts.Fire(alert.Id, [Cause(run, key)], None));

    private bool Take(RunAlertEvent made, string watcher, int number = 0) => Store.Alerts.TryTake(made.Id, number, watcher, Lease, None);

    private IReadOnlyList<RunAlertEvent> Due() => Store.Alerts.Events(new() { IsDue = true }, None);

    private (AlertDeliveryState State, string? Watcher, int Attempts) State(RunAlertEvent made, int number)
    {
        AlertEventDelivery delivery = Store.Alerts.Events(new() { Ids = [made.Id] }, None).Single().Delivery[number];
        return (delivery.State, delivery.Watcher, delivery.Attempts);
    }
}
