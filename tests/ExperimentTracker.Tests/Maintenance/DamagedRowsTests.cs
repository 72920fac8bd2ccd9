using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Tests.Maintenance;

/// <summary>Rows that another program changed are detected. A repair rebuilds derived data and leaves other data unchanged.</summary>
public sealed class DamagedRowsTests : IDisposable
{
    private readonly StoreUnderTest underTest = StoreUnderTest.InAFile();
    private readonly Run run;

    public DamagedRowsTests()
    {
        run = Store.NewRun(Store.NewExperiment("E"));
        Store.Log(run, "loss", [.. Enumerable.Range(0, 3000).Select(i => 1.0 / (i + 1))]);

        // The end moves all of them to chunks.
        Store.End(run);
        Store.Resume(run);
        Store.Log(run, "few", 3, double.NaN, -1);
    }

    private IExperimentStore Store => underTest.Store;

    public void Dispose() => underTest.Dispose();

    [Theory]
    [InlineData("count = 2999", "the count is recorded as 2999, but is 3000 for its points")]
    [InlineData("nan_count = 1", "the NaN count is recorded as 1, but is 0 for its points")]
    [InlineData("first_step = -1", "the first step is recorded as -1, but is 0 for its points")]
    [InlineData("first_value = 7.0", "the first value is recorded as 7, but is 1 for its points")]
    [InlineData("last_step = 5", "the last step is recorded as 5, but is 2999 for its points")]
    [InlineData("last_value = NULL", "the last value is recorded as NaN, but is 0.0003333333333333333 for its points")]
    [InlineData("last_at = last_at + 1", "the last time is recorded as")]
    [InlineData("min_value = -0.0", "the minimum is recorded as -0")]
    [InlineData("min_step = 3", "the step of the minimum is recorded as 3")]
    [InlineData("max_value = 2.0", "the maximum is recorded as 2, but is 1 for its points")]
    [InlineData("max_step = 3", "the step of the maximum is recorded as 3")]
    [InlineData("sum = sum * (1 + 1e-11)", "the sum is recorded as")]
    [InlineData("sum = NULL", "the sum is recorded as NaN")]
    [InlineData("tail_count = 4", "4 points are recorded as unsealed, but 0 are")]
    public void A_changed_statistic_is_found_and_recalculated(string change, string fragment)
    {
        string before = Statistics();
        Store.Sql($"UPDATE metrics SET {change} WHERE key = 'loss'");
        string changed = Statistics();
        StoreFinding finding = Store.Findings().Single();
        Assert.Equal(
            (FindingSeverity.Warning, StoreArea.Statistics, "StatisticsDiffer", "loss", "E/000", run.Id, true),
            (finding.Severity, finding.Area, finding.Problem, finding.Subject, finding.Owner, finding.OwnerId, finding.IsRepairable));
        Assert.Contains(fragment, finding.Message, StringComparison.Ordinal);
        StoreRepair repair = Store.Maintenance.Repair([finding], null, Expect.None).Single();
        Assert.True(repair.IsRepaired);
        Assert.Contains(fragment, repair.Action, StringComparison.Ordinal);
        Assert.Equal(before, Statistics());
        Assert.Empty(Store.Findings());

        // The previous state is not lost: the copy in the quarantine has it.
        using IExperimentStore copy = StoreUnderTest.Open(repair.Quarantine!);
        Assert.Equal(changed, Statistics(copy));
        Assert.False(Store.Maintenance.Repair([finding], null, Expect.None).Single().IsRepaired);
    }

    [Theory]
    [InlineData("goal = 9", "9 is no MetricGoal")]
    [InlineData("last_at = 9223372036854775807", "9223372036854775807 is not a valid date and time")]
    [InlineData("base_at = -1", "-1 is not a valid date and time")]
    public void A_series_with_an_invalid_row_is_a_clear_error(string change, string fragment)
    {
        Store.Sql($"UPDATE metrics SET {change} WHERE key = 'loss'");
        foreach (Action read in new Action[] { () => Store.Runs.Query(new(), Expect.None).ToList(), () => Store.Metrics.List([run.Id], Expect.None), () => Store.Log(run, "loss", 1) })
        {
            Assert.Contains(fragment, Expect.Refused("StoreCorrupt", read).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("status = 9", "9 is no RunStatus")]
    [InlineData("created_at = -1", "-1 is not a valid date and time")]
    [InlineData("ended_at = 'never'", "ended_at is not an integer")]
    [InlineData("number = 'first'", "number is not an integer")]
    [InlineData("git_dirty = x'00'", "git_dirty is not an integer")]
    [InlineData("process = '{'", "Expected")]
    public void A_run_with_an_invalid_row_is_a_clear_error(string change, string fragment)
    {
        Store.Sql($"UPDATE runs SET {change}");
        foreach (Action read in new Action[] { () => Store.Runs.Query(new(), Expect.None).ToList(), () => Store.Transfer.AsSource(Expect.None).Read(Expect.None).ToList() })
        {
            Assert.Contains(fragment, Expect.Refused("StoreCorrupt", read).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Sums_that_rounding_explains_are_no_finding()
    {
        Store.Sql("UPDATE metrics SET sum = sum + sum * 1e-13 WHERE key = 'loss'");
        Assert.Empty(Store.Findings());
    }

    [Theory]
    [InlineData("DELETE FROM metric_chunks WHERE ordinal = 0", "PointsDamaged", "missing before steps")]
    [InlineData("DELETE FROM metric_chunks WHERE ordinal = (SELECT max(ordinal) FROM metric_chunks)", "PointsMissing", "has a count of 3,000 points, but 2,")]
    [InlineData("UPDATE metric_chunks SET data = substr(data, 1, 1000) WHERE ordinal > 0", "PointsDamaged", "has the wrong length")]
    [InlineData("UPDATE metric_chunks SET count = 0", "PointsDamaged", "has the wrong length")]
    [InlineData("UPDATE metric_chunks SET data = 'text'", "PointsDamaged", "has the wrong length")]
    [InlineData("UPDATE metric_chunks SET last_step = last_step + 1 WHERE ordinal = 0", "PointsDamaged", "has other steps")]
    [InlineData("UPDATE metric_chunks SET step_stride = -1, first_step = first_step + 2000", "PointsDamaged", "is not sorted by step")]
    public void Points_that_are_damaged_or_missing_are_reported_and_no_repair_hides_it(string damage, string problem, string fragment)
    {
        string statistics = Statistics();
        Store.Sql(damage);
        StoreFinding finding = Store.Findings().Single();
        Assert.Equal(
            (FindingSeverity.Error, problem, "loss", "E/000", false), (finding.Severity, finding.Problem, finding.Subject, finding.Owner, finding.IsRepairable));
        Assert.Contains(fragment, finding.Message, StringComparison.Ordinal);
        StoreRepair repair = Store.Maintenance.Repair([finding with { IsRepairable = true, Problem = "StatisticsDiffer" }], null, Expect.None).Single();
        Assert.False(repair.IsRepaired);
        Assert.Equal(statistics, Statistics());
        Assert.Equal(3, Store.Points(run, "few").Count);
        Store.Log(run, "few", 4);
    }

    [Fact]
    public void A_series_with_damaged_points_is_an_error_when_it_is_read()
    {
        Store.Sql("UPDATE metric_chunks SET data = substr(data, 1, 1000)");
        TrackerException error = Expect.Refused("PointsDamaged", () => Store.Points(run, "loss"));
        Assert.Contains("loss of run E/000", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, Store.Points(run, "few").Count);
    }

    [Theory]
    [InlineData("data = substr(data, 1, 99) || x'00' || substr(data, 101)")]
    [InlineData("value_first = value_first + 1")]
    [InlineData("first_at = first_at + 1")]
    [InlineData("checksum = checksum + 1")]
    public void Points_that_another_program_changed_are_reported_and_not_returned(string change)
    {
        Store.Sql($"UPDATE metric_chunks SET {change} WHERE ordinal = 0");
        StoreFinding finding = Store.Findings().Single();
        Assert.Equal(
            (FindingSeverity.Error, StoreArea.Points, "ChecksumMismatch", "loss", "E/000", run.Id, false),
            (finding.Severity, finding.Area, finding.Problem, finding.Subject, finding.Owner, finding.OwnerId, finding.IsRepairable));
        Assert.Contains("the chunk of steps 0 to ", finding.Message, StringComparison.Ordinal);
        StoreRepair repair = Store.Maintenance.Repair([finding with { IsRepairable = true, Problem = "StatisticsDiffer" }], null, Expect.None).Single();
        Assert.False(repair.IsRepaired);
        TrackerException error = Expect.Refused("PointsDamaged", () => Store.Points(run, "loss"));
        Assert.Contains("does not match its checksum", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, Store.Points(run, "few").Count);
    }

    [Fact]
    public void Points_that_are_missing_from_the_tail_are_found()
    {
        Store.Sql("DELETE FROM metric_tail WHERE step = 0");
        Assert.Equal(["PointsDamaged"], Store.Findings().Select(f => f.Problem));
        Store.Sql("DELETE FROM metric_tail WHERE step = 1");
        Assert.Equal(["PointsDamaged"], Store.Findings().Select(f => f.Problem));
        Store.Sql("DELETE FROM metric_tail");
        Assert.Equal(["PointsMissing"], Store.Findings().Select(f => f.Problem));
    }

    [Fact]
    public void Counters_that_fell_behind_are_advanced()
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
    public void Dangling_references_are_found(string damage, string table, string target)
    {
        Store.Sql(damage);
        StoreFinding finding = Store.Findings().First(f => f.Problem == "DanglingReference");
        Assert.Equal((FindingSeverity.Error, StoreArea.References, table, false), (finding.Severity, finding.Area, finding.Subject, finding.IsRepairable));
        Assert.Contains(target, finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_index_that_lacks_a_row_is_found_and_rebuilt()
    {
        // The index is removed from the schema while the table changes, and then added again unchanged.
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
