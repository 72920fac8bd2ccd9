using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Tests.Maintenance;

/// <summary>Rows that were changed behind the store's back are found; what is derived is made anew, and what is data is left alone.</summary>
public sealed class DamagedRowsTests : IDisposable
{
    private readonly StoreUnderTest underTest = StoreUnderTest.InAFile();
    private readonly Run run;

    public DamagedRowsTests()
    {
        run = Store.NewRun(Store.NewExperiment("E"));
        Store.Log(run, "loss", [.. Enumerable.Range(0, 3000).Select(i => 1.0 / (i + 1))]);
        Store.Log(run, "few", 3, double.NaN, -1);
    }

    private IExperimentStore Store => underTest.Store;

    public void Dispose() => underTest.Dispose();

    [Theory]
    [InlineData("count = 2999", "the count is kept as 2999 and the points give 3000")]
    [InlineData("nan_count = 1", "the NaN count is kept as 1 and the points give 0")]
    [InlineData("first_step = -1", "the first step is kept as -1 and the points give 0")]
    [InlineData("first_value = 7.0", "the first value is kept as 7 and the points give 1")]
    [InlineData("last_step = 5", "the last step is kept as 5 and the points give 2999")]
    [InlineData("last_value = NULL", "the last value is kept as NaN and the points give 0.0003333333333333333")]
    [InlineData("last_at = last_at + 1", "the last time is kept as")]
    [InlineData("min_value = -0.0", "the minimum is kept as -0")]
    [InlineData("min_step = 3", "the step of the minimum is kept as 3")]
    [InlineData("max_value = 2.0", "the maximum is kept as 2 and the points give 1")]
    [InlineData("max_step = 3", "the step of the maximum is kept as 3")]
    [InlineData("sum = sum * (1 + 1e-11)", "the sum is kept as")]
    [InlineData("sum = NULL", "the sum is kept as NaN")]
    [InlineData("tail_count = 4", "4 points are said to be unsealed, and 0 are")]
    public void A_statistic_that_was_changed_is_found_and_counted_again(string change, string said)
    {
        string before = Statistics();
        Store.Sql($"UPDATE metrics SET {change} WHERE key = 'loss'");
        string changed = Statistics();
        StoreFinding finding = Store.Findings().Single();
        Assert.Equal(
            (FindingSeverity.Warning, StoreArea.Statistics, "StatisticsDiffer", "loss", "E/000", run.Id, true),
            (finding.Severity, finding.Area, finding.Problem, finding.Subject, finding.Owner, finding.OwnerId, finding.IsRepairable));
        Assert.Contains(said, finding.Message, StringComparison.Ordinal);
        StoreRepair repair = Store.Maintenance.Repair([finding], null, Expect.None).Single();
        Assert.True(repair.IsRepaired);
        Assert.Contains(said, repair.Action, StringComparison.Ordinal);
        Assert.Equal(before, Statistics());
        Assert.Empty(Store.Findings());

        // What was there before is not lost: the copy in the quarantine has it.
        using IExperimentStore copy = StoreUnderTest.Open(repair.Quarantine!);
        Assert.Equal(changed, Statistics(copy));
        Assert.False(Store.Maintenance.Repair([finding], null, Expect.None).Single().IsRepaired);
    }

    [Theory]
    [InlineData("goal = 9", "9 is no MetricGoal")]
    [InlineData("last_at = 9223372036854775807", "9223372036854775807 is no moment")]
    [InlineData("base_at = -1", "-1 is no moment")]
    public void A_series_that_cannot_be_what_its_row_says_is_an_error_that_says_so(string change, string said)
    {
        Store.Sql($"UPDATE metrics SET {change} WHERE key = 'loss'");
        foreach (Action read in new Action[] { () => Store.Runs.Query(new(), Expect.None).ToList(), () => Store.Metrics.List([run.Id], Expect.None), () => Store.Log(run, "loss", 1) })
        {
            Assert.Contains(said, Expect.Refused("StoreCorrupt", read).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("status = 9", "9 is no RunStatus")]
    [InlineData("created_at = -1", "-1 is no moment")]
    [InlineData("ended_at = 'never'", "ended_at is not a whole number")]
    [InlineData("number = 'first'", "number is not a whole number")]
    [InlineData("git_dirty = x'00'", "git_dirty is not a whole number")]
    [InlineData("process = '{'", "Expected")]
    public void A_run_that_cannot_be_what_its_row_says_is_an_error_that_says_so(string change, string said)
    {
        Store.Sql($"UPDATE runs SET {change}");
        foreach (Action read in new Action[] { () => Store.Runs.Query(new(), Expect.None).ToList(), () => Store.Transfer.AsSource(Expect.None).Read(Expect.None).ToList() })
        {
            Assert.Contains(said, Expect.Refused("StoreCorrupt", read).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Sums_that_rounding_explains_are_no_finding()
    {
        Store.Sql("UPDATE metrics SET sum = sum + sum * 1e-13 WHERE key = 'loss'");
        Assert.Empty(Store.Findings());
    }

    [Theory]
    [InlineData("DELETE FROM metric_chunks WHERE ordinal = 0", "PointsDamaged", "gone before steps")]
    [InlineData("DELETE FROM metric_chunks WHERE ordinal = (SELECT max(ordinal) FROM metric_chunks)", "PointsMissing", "counted 3,000 points, and 2,000 are there")]
    [InlineData("UPDATE metric_chunks SET data = substr(data, 1, 1000) WHERE ordinal > 0", "PointsDamaged", "has the wrong length")]
    [InlineData("UPDATE metric_chunks SET count = 0", "PointsDamaged", "has the wrong length")]
    [InlineData("UPDATE metric_chunks SET data = 'text'", "PointsDamaged", "has the wrong length")]
    [InlineData("UPDATE metric_chunks SET last_step = last_step + 1 WHERE ordinal = 0", "PointsDamaged", "has other steps")]
    [InlineData("UPDATE metric_chunks SET step_stride = -1, first_step = first_step + 2000", "PointsDamaged", "is not in order")]
    public void Points_that_are_damaged_or_gone_are_named_and_no_repair_hides_it(string damage, string problem, string said)
    {
        string statistics = Statistics();
        Store.Sql(damage);
        StoreFinding finding = Store.Findings().Single();
        Assert.Equal(
            (FindingSeverity.Error, problem, "loss", "E/000", false), (finding.Severity, finding.Problem, finding.Subject, finding.Owner, finding.IsRepairable));
        Assert.Contains(said, finding.Message, StringComparison.Ordinal);
        StoreRepair repair = Store.Maintenance.Repair([finding with { IsRepairable = true, Problem = "StatisticsDiffer" }], null, Expect.None).Single();
        Assert.False(repair.IsRepaired);
        Assert.Equal(statistics, Statistics());
        Assert.Equal(3, Store.Points(run, "few").Count);
        Store.Log(run, "few", 4);
    }

    [Fact]
    public void A_series_whose_points_are_damaged_says_so_when_it_is_read()
    {
        Store.Sql("UPDATE metric_chunks SET data = substr(data, 1, 1000)");
        TrackerException error = Expect.Refused("PointsDamaged", () => Store.Points(run, "loss"));
        Assert.Contains("loss of run E/000", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, Store.Points(run, "few").Count);
    }

    [Fact]
    public void Points_that_are_gone_from_the_tail_are_found()
    {
        Store.Sql("DELETE FROM metric_tail WHERE step = 0");
        Assert.Equal(["PointsDamaged"], Store.Findings().Select(f => f.Problem));
        Store.Sql("DELETE FROM metric_tail WHERE step = 1");
        Assert.Equal(["PointsDamaged"], Store.Findings().Select(f => f.Problem));
        Store.Sql("DELETE FROM metric_tail");
        Assert.Equal(["PointsMissing"], Store.Findings().Select(f => f.Problem));
    }

    [Fact]
    public void Counters_that_fell_behind_are_put_ahead_again()
    {
        Model model = Store.Models.Create([new() { Name = "m", ProjectId = Store.NewProject().Id }], Expect.None)[0];
        Store.Models.Register([new() { ModelId = model.Id }, new() { ModelId = model.Id }], Expect.None);
        Experiment experiment = Store.Experiments.Query(new() { Ids = [run.ExperimentId] }, Expect.None).Single();
        Store.NewRun(experiment, place: "deep");
        Store.NewRun(experiment, place: "deep");
        Store.Sql("UPDATE run_counters SET next = 1 WHERE namespace = 'deep'; DELETE FROM run_counters WHERE namespace = ''; UPDATE models SET next_version = 2");
        List<StoreFinding> findings = Store.Findings();
        Assert.Equal(["runs of E", "runs of E/deep", "versions of m"], findings.Select(f => f.Subject).Order(StringComparer.Ordinal));
        Assert.All(findings, f => Assert.Equal(("CounterBehind", true), (f.Problem, f.IsRepairable)));
        Assert.All(Store.Maintenance.Repair(findings, null, Expect.None), r => Assert.True(r.IsRepaired));
        Assert.Empty(Store.Findings());
        Assert.Equal((1, 2), (Store.NewRun(experiment).Number, Store.NewRun(experiment, place: "deep").Number));
        Assert.Equal(3, Store.Models.Register([new() { ModelId = model.Id }], Expect.None)[0].Version);
    }

    [Theory]
    [InlineData("UPDATE runs SET experiment_pk = 999", "runs", "experiments")]
    [InlineData("DELETE FROM metrics WHERE key = 'few'", "metric_tail", "metrics")]
    [InlineData("INSERT INTO tags VALUES (4, 999, 'T', 't', NULL, 0)", "tags", "runs")]
    [InlineData("INSERT INTO artifact_files VALUES (999, 'f', 1, 'sha256:0')", "artifact_files", "artifacts")]
    public void Rows_that_point_at_nothing_are_found(string damage, string table, string target)
    {
        Store.Sql(damage);
        StoreFinding finding = Store.Findings().First(f => f.Problem == "DanglingReference");
        Assert.Equal((FindingSeverity.Error, StoreArea.References, table, false), (finding.Severity, finding.Area, finding.Subject, finding.IsRepairable));
        Assert.Contains(target, finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_index_that_lacks_a_row_is_found_and_made_anew()
    {
        // The index is hidden while its table changes, and comes back as it was.
        Store.Sql("CREATE TABLE hidden AS SELECT * FROM sqlite_master WHERE name = 'runs_by_name'; DELETE FROM sqlite_master WHERE name = 'runs_by_name'");
        Store.Sql("UPDATE runs SET name_fold = 'CHANGED'");
        Store.Sql("INSERT INTO sqlite_master SELECT * FROM hidden");
        Store.Sql("DROP TABLE hidden");
        underTest.Reopen();
        List<StoreFinding> findings = Store.Findings();
        Assert.NotEmpty(findings);
        Assert.All(findings, f => Assert.Equal((FindingSeverity.Error, StoreArea.Database, "IndexDamaged", true), (f.Severity, f.Area, f.Problem, f.IsRepairable)));
        Expect.Refused("StoreCorrupt", () => Store.Maintenance.Backup(Store.Path + " copy", replace: false, null, Expect.None));
        Assert.False(Directory.Exists(Store.Path + " copy"));
        Assert.All(Store.Maintenance.Repair(findings, null, Expect.None), r => Assert.True(r.IsRepaired));
        Assert.Empty(Store.Findings());
        Assert.Equal(run.Id, Store.Runs.Query(new() { NamePrefix = "changed" }, Expect.None).Single().Id);
    }

    private string Statistics() => Statistics(Store);

    private string Statistics(IExperimentStore store) => System.Text.Json.JsonSerializer.Serialize(
        store.Metric(run, "loss"), new System.Text.Json.JsonSerializerOptions { NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals });
}
