using System.Diagnostics;
using ExperimentTracker.Storage;
using ExperimentTracker.Values;

namespace ExperimentTracker.Benchmarks.Works;

/// <summary>Measures one series of many points: writing it, its size, opening its store, and reading its curve. The values are a noisy loss in single
/// precision.</summary>
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
        yield return Measure($"open a store with a series of {points:N0} points", () => new SqliteEngine().Open(folder, create: false, default).Dispose());
        using var store = new SqliteEngine().Open(folder, create: false, default);
        Metric metric = store.Metrics.List([run.Id], default)[0];
        yield return Measure($"curve of a series of {points:N0} points, downsampled to {CurvePoints:N0}", () => store.Metrics.ReadThinned(metric, 0, long.MaxValue, CurvePoints, default));
        yield return Measure(
            $"curve of a tenth of a series of {points:N0} points, downsampled to {CurvePoints:N0}",
            () => store.Metrics.ReadThinned(metric, points * 4 / 10, (points * 5 / 10) - 1, CurvePoints, default));
    }

    private static double Write(Lab lab, Run run, long points)
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
            lab.Store.Metrics.Append([new() { RunId = run.Id, Key = "loss", Values = values.AsMemory(0, count), Ticks = ticks.AsMemory(0, count) }], default);
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
