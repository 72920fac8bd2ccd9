using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Rules;
using ExperimentTracker.Services;
using ExperimentTracker.Storage;
using ExperimentTracker.Values;
using System.Diagnostics;

namespace ExperimentTracker.Benchmarks.Works;

/// <summary>Measures one series of many points, or points in many series: writing them, their size, opening their store, and reading a curve. The values are a noisy
/// loss in single precision.</summary>
internal static class LongSeriesWorks
{
    private const int Batch = 100_000;
    private const int CurvePoints = 2000;

    public static IEnumerable<Row> Run(long points)
    {
        using var lab = new Lab();
        Run run = lab.NewRun();
        yield return Figure($"ingest of a series of {points:N0} points with times", "point", Write(lab, run, points) * 1e6 / points);
        lab.Store.Runs.ChangeStatus(new() { RunId = run.Id, To = RunStatus.Succeeded }, default);
        string folder = lab.Store.Path;
        lab.Store.Dispose();
        yield return Figure($"size of a store in MB, with {points:N0} in one series", "store", new FileInfo(Path.Combine(folder, "tracker.db")).Length / 1e6);
        yield return Measure($"open a store with a series of {points:N0} points", () => new SqliteEngine().Open(StoreAddress.OfFolder(folder), StoreOpening.Existing, default).Dispose());
        using var store = new SqliteEngine().Open(StoreAddress.OfFolder(folder), StoreOpening.Existing, default);
        Metric metric = store.Metrics.List([run.Id], default)[0];
        yield return Measure($"curve of a series of {points:N0} points, downsampled to {CurvePoints:N0}", () => store.Metrics.ReadThinned(metric, 0, long.MaxValue, CurvePoints, default));
        yield return Measure(
            $"curve of a tenth of a series of {points:N0} points, downsampled to {CurvePoints:N0}",
            () => store.Metrics.ReadThinned(metric, points * 4 / 10, (points * 5 / 10) - 1, CurvePoints, default));
    }

    /// <summary>The points belong to one run for each hundred series.</summary>
    public static IEnumerable<Row> RunMany(long points, int series)
    {
        const int seriesOfRun = 100;
        using var lab = new Lab();
        double seconds = 0;
        for (int written = 0; written < series; written += seriesOfRun)
        {
            Run run = lab.NewRun();
            for (int i = 0; i < Math.Min(seriesOfRun, series - written); i++) seconds += Write(lab, run, points / series, $"loss/{i}");
            lab.Store.Runs.ChangeStatus(new() { RunId = run.Id, To = RunStatus.Succeeded }, default);
        }

        string what = $"{points:N0} points in {series:N0} series";
        yield return Figure($"ingest of {what} with times", "point", seconds * 1e6 / points);
        string folder = lab.Store.Path;
        lab.Store.Dispose();
        yield return Figure($"size of a store in MB, with {what}", "store", new FileInfo(Path.Combine(folder, "tracker.db")).Length / 1e6);
        yield return Measure($"open a store with {what}", () => new SqliteEngine().Open(StoreAddress.OfFolder(folder), StoreOpening.Existing, default).Dispose());
        using var store = new SqliteEngine().Open(StoreAddress.OfFolder(folder), StoreOpening.Existing, default);
        Run first = store.Runs.Query(new() { First = 1 }, default).Single();
        Metric[] metrics = [.. store.Metrics.List([first.Id], default)];
        yield return Measure($"curve of a series among {what}, downsampled to {CurvePoints:N0}", () => store.Metrics.ReadThinned(metrics[0], 0, long.MaxValue, CurvePoints, default));
        yield return Measure($"describe a store with {what}", () => store.Describe(default));
        yield return Measure($"the best 50 runs of {what}", () => store.Runs.Query(Leaderboard.Of(store, new(), "loss/0", RunRanking.Default, default) with { First = 50 }, default).Count());
    }

    private static double Write(Lab lab, Run run, long points, string key = "loss")
    {
        var random = new Random(1);
        double[] noise = [.. Enumerable.Range(0, Batch).Select(_ => random.NextDouble() / 10)];
        (double[] values, long[] ticks) = (new double[Batch], new long[Batch]);
        long now = UtcTicks.Now(lab.Store.Time), written = 0, taken = 0;
        while (written < points)
        {
            int count = (int)Math.Min(Batch, points - written);
            double level = 2 * Math.Exp(-8.0 * written / points);
            for (int i = 0; i < count; i++) (values[i], ticks[i]) = ((float)(level + noise[i]), now += 10_000 + random.Next(1000));
            long start = Stopwatch.GetTimestamp();
            lab.Store.Metrics.Append([new() { RunId = run.Id, Key = key, Goal = MetricGoal.Minimize, Values = values.AsMemory(0, count), Ticks = ticks.AsMemory(0, count) }], default);
            taken += Stopwatch.GetTimestamp() - start;
            written += count;
        }

        return (double)taken / Stopwatch.Frequency;
    }

    private static Row Measure(string work, Action action)
    {
        double[] seconds = [.. Enumerable.Range(0, 6).Select(_ => Paired.Time(action)).Skip(1).Order()];
        return new(work, "read", seconds[2] * 1e6, null, null, seconds[2] * 1e6, null, [seconds[0] * 1e6, seconds[^1] * 1e6]);
    }

    private static Row Figure(string work, string unit, double figure) => new(work, unit, figure, null, null, figure, null, [figure, figure]);
}
