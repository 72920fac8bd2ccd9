using ExperimentTracker.Alerts;
using ExperimentTracker.Contracts.Alerts;

namespace ExperimentTracker.Tests.Domain;

public sealed class AlertConditionsTests
{
    private static readonly DateTime Registered = new(2026, 1, 31, 12, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime Now = Registered.AddHours(2);

    [Theory]
    [InlineData(RunStatus.Failed, AlertCondition.Failed, 1, "Run e/001 failed: out of memory")]
    [InlineData(RunStatus.Killed, AlertCondition.Killed, 1, "Run e/001 was killed: out of memory")]
    [InlineData(RunStatus.Failed, AlertCondition.Killed, 1, null)]
    [InlineData(RunStatus.Killed, AlertCondition.Failed, 1, null)]
    [InlineData(RunStatus.Succeeded, AlertCondition.Failed, 1, null)]
    [InlineData(RunStatus.Cancelled, AlertCondition.Failed, 1, null)]
    [InlineData(RunStatus.Failed, AlertCondition.Failed, 0, null)]
    [InlineData(RunStatus.Failed, AlertCondition.Failed, -1, null)]
    public void A_run_that_ended_is_told_by_its_status_if_it_ended_after_the_registration(RunStatus status, AlertCondition condition, int minutes, string? message)
    {
        Run run = Run(status) with { EndedAt = Registered.AddMinutes(minutes), ErrorMessage = "out of memory\nat line 7" };
        AlertCause? cause = AlertConditions.Ended(Alert(condition), run, condition);
        Assert.Equal(message, cause?.Message);
        AlertCause? existing = AlertConditions.Ended(Alert(condition) with { IncludesExisting = true }, run, condition);
        Assert.Equal(status == RunStatus.Failed == (condition == AlertCondition.Failed) && status is RunStatus.Failed or RunStatus.Killed, existing is not null);
    }

    [Fact]
    public void A_run_that_fails_again_is_another_cause_and_read_again_it_is_the_same()
    {
        RunAlert alert = Alert(AlertCondition.Failed);
        Run run = Run(RunStatus.Failed) with { EndedAt = Now };
        string first = AlertConditions.Ended(alert, run, AlertCondition.Failed)!.Key;
        Assert.Equal(first, AlertConditions.Ended(alert, run with { Description = "x" }, AlertCondition.Failed)!.Key);
        Assert.NotEqual(first, AlertConditions.Ended(alert, run with { EndedAt = Now.AddTicks(1) }, AlertCondition.Failed)!.Key);
        Assert.NotEqual(first, AlertConditions.Ended(alert, run with { Id = "other" }, AlertCondition.Failed)!.Key);
    }

    // Minutes before now: of the last change of the run, of its last point, of its last system metric and of its last log line.
    [Theory]
    [InlineData(31, null, null, null, true)]
    [InlineData(29, null, null, null, false)]
    [InlineData(60, 29, null, null, false)]
    [InlineData(60, 31, null, null, true)]
    [InlineData(60, 31, 1, null, true)]
    [InlineData(60, 31, null, 5, false)]
    [InlineData(60, 31, null, 40, true)]
    [InlineData(60, -5, null, null, true)]
    [InlineData(120, null, null, null, true)]
    [InlineData(151, null, null, null, false)]
    public void A_running_run_stalls_when_point_log_and_progress_are_older_than_the_limit(int changed, int? point, int? system, int? log, bool isStalled)
    {
        Run run = Run(RunStatus.Running) with { UpdatedAt = Now.AddMinutes(-changed), StartedAt = Now.AddMinutes(-200) };
        if (point is { } minutes) run = With(run, Metric("loss") with { LastAt = Now.AddMinutes(-minutes) });
        if (system is { } sampled) run = With(run, Metric("system/cpu") with { LastAt = Now.AddMinutes(-sampled) });
        AlertCause? cause = AlertConditions.Stalled(Alert(AlertCondition.Stalled), run, Now, () => log is { } line ? Now.AddMinutes(-line) : null);
        Assert.Equal(isStalled, cause is not null);
    }

    [Fact]
    public void A_run_that_goes_on_and_stalls_again_is_another_cause_and_its_log_is_read_only_when_the_rest_is_silent()
    {
        RunAlert alert = Alert(AlertCondition.Stalled) with { After = TimeSpan.FromMinutes(10) };
        Run run = Run(RunStatus.Running) with { UpdatedAt = Now.AddMinutes(-11) };
        AlertCause first = AlertConditions.Stalled(alert, run, Now, () => null)!, same = AlertConditions.Stalled(alert, run, Now.AddHours(1), () => null)!;
        Assert.Equal(first.Key, same.Key);
        AlertCause later = AlertConditions.Stalled(alert, run with { UpdatedAt = Now }, Now.AddMinutes(10), () => null)!;
        Assert.NotEqual(first.Key, later.Key);
        Assert.Equal("Run e/001 is running and has recorded nothing for 10 min: the last was at 2026-01-31 13:49:00Z.", first.Message);
        Assert.Null(AlertConditions.Stalled(alert, run with { UpdatedAt = Now.AddMinutes(-9) }, Now, () => throw new InvalidOperationException()));
        Assert.Null(AlertConditions.Stalled(alert, run with { Status = RunStatus.Pending }, Now, () => throw new InvalidOperationException()));
        Assert.Null(AlertConditions.Stalled(alert, run with { RunningAsOf = Now }, Now, () => throw new InvalidOperationException()));
    }

    [Theory]
    [InlineData("loss", 1, 0.0, 1.0, null, true)]
    [InlineData("loss", 0, 0.0, double.PositiveInfinity, null, true)]
    [InlineData("loss", 0, double.NegativeInfinity, 1.0, null, true)]
    [InlineData("loss", 0, 0.0, 1.0, null, false)]
    [InlineData("loss", 3, null, null, null, true)]
    [InlineData("system/gpu", 1, 0.0, 1.0, null, false)]
    [InlineData("system/gpu", 1, 0.0, 1.0, "system/gpu", true)]
    [InlineData("loss", 1, 0.0, 1.0, "LOSS", true)]
    [InlineData("loss", 1, 0.0, 1.0, "accuracy", false)]
    public void A_point_that_is_NaN_or_infinite_is_told(string key, int nans, double? min, double? max, string? metric, bool isTold)
    {
        Run run = With(Run(RunStatus.Running), Metric(key) with { NaNCount = nans, Min = min, Max = max });
        Assert.Equal(isTold, AlertConditions.NotANumber(Alert(AlertCondition.NotANumber) with { Metric = metric }, run) is not null);
    }

    [Fact]
    public void A_run_with_several_bad_metrics_is_one_cause()
    {
        RunAlert alert = Alert(AlertCondition.NotANumber);
        Run one = With(Run(RunStatus.Running), Metric("a") with { NaNCount = 1 }), two = With(one, Metric("b") with { Max = double.PositiveInfinity });
        Assert.Equal(AlertConditions.NotANumber(alert, one)!.Key, AlertConditions.NotANumber(alert, two)!.Key);
        Assert.Equal("Metric 'a' of run e/001 has a point that is NaN, and 1 more metric.", AlertConditions.NotANumber(alert, two)!.Message);
        Assert.Null(AlertConditions.NotANumber(alert, two with { Status = RunStatus.Failed, EndedAt = Registered }));
    }

    [Fact]
    public void A_run_that_succeeded_is_told_if_the_test_says_that_it_is_worse()
    {
        RunAlert alert = Alert(AlertCondition.WorseThanBaseline) with { Metric = "loss" };
        Run run = With(Run(RunStatus.Succeeded) with { EndedAt = Now }, Metric("loss"));
        Assert.Equal("why", AlertConditions.Worse(alert, run, () => Result(passed: false))!.Message);
        Assert.Null(AlertConditions.Worse(alert, run, () => Result(passed: true)));
        foreach (Run other in new[] { run with { Status = RunStatus.Failed }, run with { EndedAt = Registered }, run with { MetricStatistics = NamedValues.Empty } })
            Assert.Null(AlertConditions.Worse(alert, other, () => throw new InvalidOperationException()));

        static MetricTest Result(bool passed) => new() { Metric = "loss", Passed = passed, Reason = "why", Run = "e/001", RunId = ["r1"] };
    }

    [Theory]
    [InlineData(RunStatus.Running, -60, true)]
    [InlineData(RunStatus.Succeeded, 1, true)]
    [InlineData(RunStatus.Succeeded, -1, false)]
    public void A_filter_is_asked_for_runs_that_run_or_ended_after_the_registration(RunStatus status, int minutes, bool isAsked)
    {
        Run run = Run(status) with { UpdatedAt = Registered.AddMinutes(minutes), EndedAt = status == RunStatus.Running ? null : Registered.AddMinutes(minutes) };
        RunAlert alert = Alert(AlertCondition.Filter) with { Filter = "$_.x" };
        bool asked = false;
        AlertCause? cause = AlertConditions.Holds(alert, run, () => asked = true);
        Assert.Equal((isAsked, isAsked), (asked, cause is not null));
        Assert.Null(AlertConditions.Holds(alert, run, () => false));
    }

    [Fact]
    public void A_low_disk_is_told_once_a_day()
    {
        RunAlert alert = Alert(AlertCondition.DiskLow) with { Below = 5L << 30 };
        Assert.Null(AlertConditions.DiskLow(alert, "the store", "store", 5L << 30, Now));
        AlertCause low = AlertConditions.DiskLow(alert, "the store", "store", (5L << 30) - 1, Now)!;
        Assert.Equal(low.Key, AlertConditions.DiskLow(alert, "the store", "store", 0, Now.AddHours(1))!.Key);
        Assert.NotEqual(low.Key, AlertConditions.DiskLow(alert, "the store", "store", 0, Now.AddDays(1))!.Key);
        Assert.Equal("The disk of the store has 3.0 GB free, which is less than 5.0 GB.", AlertConditions.DiskLow(alert, "the store", "store", 3L << 30, Now)!.Message);
    }

    [Fact]
    public void A_promotion_is_told_for_its_experiment_and_since_the_registration()
    {
        RunAlert alert = Alert(AlertCondition.Promoted), narrow = alert with { ExperimentId = "x1" };
        var stage = new ModelPromotion("v1", "m/1", "k", Now, ModelStage.Staging, ModelStage.Production, null, "r1", "x1");
        AlertCause cause = AlertConditions.Promoted(alert, stage)!;
        Assert.Equal(("k", "Model version m/1 changed from Staging to Production.", "r1", "v1"), (cause.Key, cause.Message, cause.RunId, cause.ModelVersionId));
        Assert.Equal("Model version m/1 got the alias 'best'.", AlertConditions.Promoted(alert, stage with { To = null, Alias = "best" })!.Message);
        Assert.NotNull(AlertConditions.Promoted(narrow, stage));
        Assert.Null(AlertConditions.Promoted(narrow, stage with { ExperimentId = null }));
        Assert.Null(AlertConditions.Promoted(alert, stage with { At = Registered }));
    }

    private static RunAlert Alert(AlertCondition condition) => new() { Id = "a", Name = "a", Condition = [condition], CreatedAt = Registered, LookedAt = Registered };

    private static Run Run(RunStatus status) =>
        new() { Id = "r1", ExperimentId = "x1", Experiment = "e", Project = "p", Number = 1, Name = "run-001", Status = status, CreatedAt = Registered.AddHours(-3), UpdatedAt = Registered.AddHours(-3) };

    private static Metric Metric(string key) => new() { RunId = "r1", Key = key, Count = 1, Min = 0, Max = 0, LastAt = Registered.AddHours(-3) };

    private static Run With(Run run, Metric metric) => run with { MetricStatistics = new([.. run.MetricStatistics.Pairs, new(metric.Name, metric)]) };
}
