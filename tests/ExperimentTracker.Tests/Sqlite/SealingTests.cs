using ExperimentTracker.Contracts.Stores;
using Microsoft.Data.Sqlite;

namespace ExperimentTracker.Tests.Sqlite;

/// <summary>Where points are stored: new ones as rows; many, and those of ended runs, in chunks; none in both.</summary>
public sealed class SealingTests : IDisposable
{
    private readonly StoreUnderTest underTest = StoreUnderTest.InAFile();

    private IExperimentStore Store => underTest.Store;

    public void Dispose() => underTest.Dispose();

    [Fact]
    public void A_tail_is_sealed_when_it_has_1024_points_and_less_than_half_of_them_remain()
    {
        Run run = Store.NewRun();
        Store.Log(run, "loss", new double[1023]);
        Assert.Equal((1023, 0, 0), Places());
        Store.Log(run, "loss", 1);
        CheckPlaces(1024, mostInTail: 511);
        var random = new Random(1);
        for (int count = 1024; count < 20_000;)
        {
            double[] more = [.. Enumerable.Range(0, random.Next(1, 5000)).Select(_ => random.NextDouble())];
            Store.LogAt(run, "loss", [.. more.Select(_ => random.NextInt64(1000))], more);
            CheckPlaces(count += more.Length, mostInTail: 1023);
        }

        Store.End(run);
        Assert.InRange(Places().InTail, 0, 15);
    }

    [Fact]
    public void Chunks_of_arrays_fill_their_pages()
    {
        var random = new Random(1);
        Run run = Store.NewRun();
        long now = DateTime.UtcNow.Ticks;
        for (int digits = 2; digits < 16; digits++)
        {
            long before = Used(), inChunks = Places().InChunks;
            double scale = Math.Pow(10, digits);
            double[] values = [.. Enumerable.Range(0, 50_000).Select(_ => (Math.Floor(random.NextDouble() * scale) - (scale / 2)) / scale)];
            Store.LogAt(run, $"d{digits}", [], values, [.. values.Select(_ => now + random.Next(1 << digits))]);
            long data = Number($"SELECT sum(length(data)) FROM metric_chunks c JOIN metrics m ON m.pk = c.metric_pk WHERE key = 'd{digits}'");
            Assert.InRange(Used() - before, data, (data * 1.06) + (8 * 4096) + (512 * 40));
            Assert.True(Places().InChunks > inChunks);
        }
    }

    [Fact]
    public void The_end_of_a_run_seals_its_tails_unless_rows_are_smaller()
    {
        Run run = Store.NewRun(), other = Store.NewRun();
        Store.Log(run, "many", new double[500]);
        Store.Log(run, "few", 1, 2);
        Store.Log(other, "loss", new double[100]);
        Store.End(run);
        Assert.Equal((102, 1, 500), Places());
        Store.Resume(run);
        Store.Log(run, "many", new double[10]);
        Assert.Equal((112, 1, 500), Places());
        Store.End(other);
        Assert.Equal((12, 2, 600), Places());
    }

    [Theory]
    [InlineData(1, 100_000)]
    [InlineData(200, 500)]
    public void A_point_takes_no_more_than_16_bytes(int series, int points)
    {
        Run run = Store.NewRun();
        long before = Used();
        var random = new Random(1);
        long now = DateTime.UtcNow.Ticks;
        double[] values = [.. Enumerable.Range(0, points).Select(_ => random.NextDouble())];
        long[] ticks = [.. Enumerable.Range(0, points).Select(i => now + (i * 1234L))];
        for (int s = 0; s < series; s++) Store.LogAt(run, $"s{s}", [], values, ticks);
        Store.End(run);
        // 1,024 random numbers have no more than eight of the possible exponents, so that a value takes seven bytes.
        Assert.InRange((Used() - before) / ((double)series * points), 7, 16);
    }

    private void CheckPlaces(long points, long mostInTail)
    {
        (long inTail, long chunks, long inChunks) = Places();
        Assert.Equal(points, inTail + inChunks);
        Assert.InRange(inTail, 0, mostInTail);
        Assert.InRange(chunks, inChunks / 1024, inChunks / 512);
        Assert.Equal((inChunks, points), (
            Number("SELECT coalesce(min(ordinal), (SELECT count FROM metrics)) FROM metric_tail"), Number("SELECT coalesce(max(ordinal) + 1, (SELECT count FROM metrics)) FROM metric_tail")));
    }

    private (long InTail, long Chunks, long InChunks) Places() => (
        Number("SELECT count(*) FROM metric_tail"), Number("SELECT count(*) FROM metric_chunks"), Number("SELECT coalesce(sum(count), 0) FROM metric_chunks"));

    // The number of bytes in used pages.
    private long Used() => Number("SELECT (page_count - freelist_count) * page_size FROM pragma_page_count, pragma_freelist_count, pragma_page_size");

    private long Number(string sql)
    {
        using SqliteConnection connection = PointsOfView.Connect(Path.Combine(Store.Path, "tracker.db"));
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
