using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Series;
using ExperimentTracker.Storage;
using ExperimentTracker.Values;

namespace ExperimentTracker.Benchmarks.Works;

/// <summary>Measures how costs grow with the content of a store, and its size on disk.</summary>
internal static class GrowthWorks
{
    private const int Batch = 100_000;

    public static IEnumerable<Row> Run(Paired once, bool quick)
    {
        foreach (int points in quick ? [1_000, 100_000] : new[] { 1_000, 100_000, 1_000_000, 10_000_000 }) yield return Points(points);
        foreach (int series in quick ? [1, 1_000] : new[] { 1, 100, 1_000, 10_000 }) yield return Interleaved(once, series);
        yield return OutOfOrder(once);
        foreach (int runs in quick ? [100, 1_000] : new[] { 100, 1_000, 10_000, 100_000 }) yield return Runs(runs);
        foreach (int points in quick ? [1_000, 1_000_000] : new[] { 1_000, 1_000_000, 10_000_000 })
        {
            foreach (Row row in LongSeriesWorks.Run(points)) yield return row;
        }

        foreach (Row row in Disk(quick ? 1_000_000 : 10_000_000)) yield return row;
    }

    private static Row Points(int points)
    {
        using var lab = new Lab();
        Run run = lab.NewRun();
        double[] values = Lab.Values(Math.Min(points, Batch));
        double seconds = Paired.Time(() =>
        {
            for (int done = 0; done < points; done += values.Length) lab.Store.Metrics.Append([new() { RunId = run.Id, Key = "k", Values = values, Ticks = new[] { UtcTicks.Now(lab.Store.Time) } }], default);
        });
        return Figure($"ingest of {points:N0} points into one series, in arrays", "point", seconds * 1e6 / points);
    }

    private static Row Interleaved(Paired once, int series)
    {
        using var lab = new Lab();
        Run run = lab.NewRun();
        string[] keys = [.. Enumerable.Range(0, series).Select(i => $"k{i}")];
        double[] values = Lab.Values(keys.Length);
        int turns = Math.Max(1, Batch / series);
        return once.Measure($"ingest with {series:N0} series interleaved, one point of each per transaction", "point", (double)turns * series, () =>
        {
            for (int turn = 0; turn < turns; turn++)
            {
                long[] now = [UtcTicks.Now(lab.Store.Time)];
                lab.Store.Metrics.Append([.. keys.Select((key, i) => new SeriesAppend { RunId = run.Id, Key = key, Values = values.AsMemory(i, 1), Ticks = now })], default);
            }
        });
    }

    private static Row OutOfOrder(Paired once)
    {
        using var lab = new Lab();
        Run run = lab.NewRun();
        double[] values = Lab.Values(Batch);
        long[] steps = Lab.Steps(Batch);
        new Random(2).Shuffle(steps);
        int key = 0;
        return once.Measure($"ingest of {Batch:N0} points whose steps are out of order", "point", Batch, () =>
            lab.Store.Metrics.Append([new() { RunId = run.Id, Key = $"k{key++}", Values = values, Steps = steps, Ticks = new[] { UtcTicks.Now(lab.Store.Time) } }], default));
    }

    private static Row Runs(int runs)
    {
        using var lab = new Lab();
        RunDraft draft = new() { ExperimentId = lab.Experiment.Id, Start = true };
        for (int done = 0; done < runs; done += 1000)
        {
            lab.Store.Runs.Create([.. Enumerable.Repeat(draft, Math.Min(1000, runs - done))], default);
        }

        double seconds = Paired.Time(() =>
        {
            for (int i = 0; i < 100; i++) lab.NewRun();
        });
        return Figure($"start a run in a store of {runs:N0} runs", "run", seconds * 1e4);
    }

    private static IEnumerable<Row> Disk(int points)
    {
        using var lab = new Lab();
        Run run = lab.NewRun();
        long empty = lab.Store.Describe(default).DatabaseSize;
        double[] values = Lab.Values(Batch);
        for (int done = 0; done < points; done += Batch)
        {
            long now = UtcTicks.Now(lab.Store.Time);
            long[] ticks = [.. Enumerable.Range(0, Batch).Select(i => now + (i * 10_000L) + Random.Shared.Next(1000))];
            lab.Store.Metrics.Append([new() { RunId = run.Id, Key = $"k{done / 1_000_000}", Values = values, Ticks = ticks }], default);
        }

        lab.Store.Runs.ChangeStatus(new() { RunId = run.Id, To = RunStatus.Succeeded }, default);
        string folder = lab.Store.Path;
        lab.Store.Dispose();
        double bytes = (double)(new FileInfo(Path.Combine(folder, "tracker.db")).Length - empty) / points;
        yield return Figure($"bytes per point on disk, of {points:N0} with times", "point", bytes) with { Budget = 16 };
        double seconds = Paired.Time(() => new SqliteEngine().Open(StoreAddress.OfFolder(folder), StoreOpening.Existing, default).Dispose());
        yield return Figure($"open a store of {points:N0} points", "store", seconds * 1e6);
    }

    private static Row Figure(string work, string unit, double figure) => new(work, unit, figure, null, null, figure, null, [figure, figure]);
}
