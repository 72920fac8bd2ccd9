using System.Globalization;
using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Series;
using ExperimentTracker.Services;
using ExperimentTracker.Values;

namespace ExperimentTracker.Tests.Worker;

/// <summary>Deterministic writes, which tests can verify after an interruption.</summary>
public static class WriteLoop
{
    public const string Key = "loss";

    /// <summary>The size of the n-th batch: single points, batches that fill a tail, and some that are written directly to chunks.</summary>
    public static int SizeOf(int batch) => (batch % 10) switch
    {
        3 => 700,
        7 => 1500,
        _ => 1,
    };

    public static double ValueAt(long n) => n % 97 == 0 ? double.NaN : n * 0.5;

    /// <summary>Whether a number of points is the total of some number of complete batches.</summary>
    public static bool IsWholeBatches(long count)
    {
        long total = 0;
        for (int batch = 0; total < count; batch++) total += SizeOf(batch);
        return total == count;
    }

    /// <summary>Appends batches to a run. After each, it reports how many points were acknowledged.</summary>
    public static void Log(IExperimentStore store, string runId, int batches, Action<long> acknowledged)
    {
        long total = 0;
        for (int batch = 0; batch < batches; batch++)
        {
            double[] values = [.. Enumerable.Range(0, SizeOf(batch)).Select(i => ValueAt(total + i))];
            store.Metrics.Append(
                [new SeriesAppend { RunId = runId, Key = Key, Values = values, Ticks = new[] { UtcTicks.Now(store.Time) } }], CancellationToken.None);
            total += values.Length;
            acknowledged(total);
        }
    }

    /// <summary>Creates a number of runs in one experiment, and ends each.</summary>
    /// <returns>The numbers of the runs, separated by commas.</returns>
    public static string Runs(IExperimentStore store, string experiment, int count)
    {
        var numbers = new List<string>();
        for (int i = 0; i < count; i++)
        {
            Run run = RunFactory.Create(store, new RunRequest { Experiment = experiment, Start = true });
            numbers.Add(run.Number.ToString(CultureInfo.InvariantCulture));
            store.Metrics.Append(
                [new SeriesAppend { RunId = run.Id, Key = Key, Values = new[] { 1.0, 2.0 }, Ticks = new[] { UtcTicks.Now(store.Time) } }], CancellationToken.None);
            store.Runs.ChangeStatus(new RunStatusRequest { RunId = run.Id, To = RunStatus.Succeeded }, CancellationToken.None);
        }

        return string.Join(',', numbers);
    }
}
