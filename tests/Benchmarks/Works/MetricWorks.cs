using ExperimentTracker.Benchmarks.Limits;
using ExperimentTracker.Values;

namespace ExperimentTracker.Benchmarks.Works;

/// <summary>Writes and reads points.</summary>
internal static class MetricWorks
{
    public static IEnumerable<Row> Run(Paired paired, int points, string? program)
    {
        using var lab = new Lab();
        Run run = lab.NewRun();
        double[] values = Lab.Values(points);
        long[] steps = Lab.Steps(points);
        long[] ticks = [UtcTicks.Now(lab.Store.Time)];
        int series = 0;
        void Bulk() => lab.Store.Metrics.Append([new() { RunId = run.Id, Key = $"bulk{series++}", Values = values, Steps = steps, Ticks = ticks }], default);
        using (var raw = new RawInsert(Path.Combine(lab.Folder, "raw.db")))
        {
            yield return paired.Measure("bulk ingest of arrays, against C# over raw calls", "point", points, Bulk, "C#", () => Paired.Time(() => raw.InOneTransaction(points)), 1 / 3.0);
        }

        if (program is not null)
        {
            yield return paired.Measure("bulk ingest of arrays, against C", "point", points, Bulk, "C", () => NativeInsert.Measure(program, lab.Folder, points, 1).Bulk, 1 / 3.0);
        }

        const int singles = 2000;
        using (var raw = new RawInsert(Path.Combine(lab.Folder, "raw1.db")))
        {
            yield return paired.Measure(
                "one point per transaction, against C# over raw calls", "point", singles,
                () =>
                {
                    for (int i = 0; i < singles; i++) lab.Store.Metrics.Append([new() { RunId = run.Id, Key = "single", Values = values.AsMemory(i, 1), Ticks = ticks }], default);
                },
                "C#", () => Paired.Time(() => raw.OneTransactionEach(singles)), null);
        }

        Metric read = lab.Store.Metrics.List([run.Id], default).First(m => m.Key == "bulk0");
        Row reading = paired.Measure("read a series as arrays", "point", points, () => lab.Store.Metrics.Read(read, 0, long.MaxValue, default));
        yield return reading with { Budget = 0.1 };
        if (program is null) yield break;
        foreach (int count in new[] { 10_000, 100_000 })
        {
            long last = count - 1;
            yield return paired.Measure(
                $"read {count:N0} points as arrays", "point", count, () => lab.Store.Metrics.Read(read, 0, last, default), "C",
                () => NativeInsert.Measure(program, lab.Folder, count, 1) is var taken && count == 10_000 ? taken.Read10 : taken.Read100, null);
        }
    }
}
