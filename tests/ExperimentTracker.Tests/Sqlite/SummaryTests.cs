using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Tests.Sqlite;

/// <summary>Summaries of points are read instead of them, and never trusted when they are damaged.</summary>
public sealed class SummaryTests : IDisposable
{
    private const int Count = 100_000;
    private readonly StoreUnderTest underTest = StoreUnderTest.InAFile();
    private readonly Run run;

    public SummaryTests()
    {
        run = Store.NewRun(Store.NewExperiment("E"));
        Store.Log(run, "loss", [.. Enumerable.Range(0, Count).Select(i => Math.Sin(i / 5000.0) + (i == 77_777 ? 5 : 0))]);
    }

    private IExperimentStore Store => underTest.Store;

    public void Dispose() => underTest.Dispose();

    [Fact]
    public void A_long_curve_is_read_without_its_chunks()
    {
        long[] expected = Thinned();
        Store.Sql("UPDATE metric_chunks SET data = x''");
        Assert.Equal(expected, Thinned());
        Expect.Refused("PointsDamaged", () => Store.Points(run, "loss"));
    }

    [Fact]
    public void A_range_reads_only_the_chunks_at_its_ends()
    {
        Store.Sql($"UPDATE metric_chunks SET data = x'' WHERE first_step > 10000 AND last_step < 90000");
        MetricSeries part = Store.Metrics.ReadThinned(Store.Metric(run, "loss"), 9_500, 90_500, 20, Expect.None);
        Assert.Equal((9_500, 90_500, true), (part.Steps[0], part.Steps[^1], part.Steps.Contains(77_777)));
        Expect.Refused("PointsDamaged", () => Store.Metrics.ReadThinned(Store.Metric(run, "loss"), 50_000, 50_100, 20, Expect.None));
    }

    [Theory]
    [InlineData("DELETE FROM metric_summaries WHERE level = 0 AND number = 50")]
    [InlineData("DELETE FROM metric_summaries WHERE level = 1 AND number = 0")]
    [InlineData("DELETE FROM metric_summaries WHERE level = 0 AND number > 90")]
    [InlineData("DELETE FROM metric_summaries")]
    [InlineData("UPDATE metric_summaries SET high_value = 0.5 WHERE high_step = 77777")]
    [InlineData("UPDATE metric_summaries SET finite_count = 0 WHERE level = 0")]
    [InlineData("UPDATE metric_summaries SET is_high_first = 1 - is_high_first WHERE level = 1")]
    public void Damaged_summaries_are_not_used_but_found_and_written_again(string damage)
    {
        long[] expected = Thinned();
        Assert.Contains(77_777, expected);
        Store.Sql(damage);
        long[] without = Thinned();
        Assert.Equal((true, 0, Count - 1), (without.Contains(77_777), without[0], without[^1]));
        StoreFinding finding = Store.Findings().Single();
        Assert.Equal(
            (FindingSeverity.Warning, StoreArea.Statistics, "SummariesDiffer", "loss", "E/000", run.Id, true),
            (finding.Severity, finding.Area, finding.Problem, finding.Subject, finding.Owner, finding.OwnerId, finding.IsRepairable));
        Assert.True(Store.Maintenance.Repair([finding], null, Expect.None).Single().IsRepaired);
        Assert.Empty(Store.Findings());
        Assert.Equal(expected, Thinned());
        Assert.False(Store.Maintenance.Repair([finding], null, Expect.None).Single().IsRepaired);
    }

    [Fact]
    public void A_series_gets_summaries_with_its_eighth_chunk()
    {
        Run short1 = Store.NewRun();
        Store.End(run);
        Store.Runs.Remove([run.Id], Expect.None);
        Store.Maintenance.Collect(null, null, Expect.None);
        for (int chunk = 1; chunk <= 17; chunk++)
        {
            Store.LogAt(short1, "loss", [.. Enumerable.Range(chunk * 1024, 1024).Select(i => (long)i)], new double[1024], [7]);
            Assert.Equal(chunk < 8 ? 0 : chunk + (chunk / 8), Number("SELECT count(*) FROM metric_summaries"));
            Assert.Empty(Store.Findings());
        }
    }

    [Fact]
    public void A_collection_deletes_the_summaries_of_removed_runs_only()
    {
        Run kept = Store.NewRun();
        Store.Log(kept, "loss", new double[9000]);
        long before = Number("SELECT count(*) FROM metric_summaries");
        Store.End(run);
        Store.Runs.Remove([run.Id], Expect.None);
        Store.Maintenance.Collect(null, null, Expect.None);
        Assert.InRange(Number("SELECT count(*) FROM metric_summaries"), 9, before - 90);
        Assert.Empty(Store.Findings());
    }

    private long[] Thinned() => Store.Metrics.ReadThinned(Store.Metric(run, "loss"), 0, long.MaxValue, 8, Expect.None).Steps;

    private long Number(string sql)
    {
        using Microsoft.Data.Sqlite.SqliteConnection connection = PointsOfView.Connect(Store.Database());
        using Microsoft.Data.Sqlite.SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
