using System.Globalization;
using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Series;
using ExperimentTracker.Services;
using ExperimentTracker.Values;

namespace ExperimentTracker.Tests.Worker;

/// <summary>Work that other processes disturb, and that tests can foretell.</summary>
public static class WriteLoop
{
    public const string Key = "loss";

    /// <summary>How many points the n-th batch has: single points, batches that fill a tail, and some that go straight to chunks.</summary>
    public static int SizeOf(int batch) => (batch % 10) switch
    {
        3 => 700,
        7 => 1500,
        _ => 1,
    };

    /// <summary>The value of the n-th point.</summary>
    public static double ValueAt(long n) => n % 97 == 0 ? double.NaN : n * 0.5;

    /// <summary>Whether so many points are what a number of whole batches gives.</summary>
    public static bool IsWholeBatches(long count)
    {
        long total = 0;
        for (int batch = 0; total < count; batch++) total += SizeOf(batch);
        return total == count;
    }

    /// <summary>Appends batch after batch to a run, and tells after each how many points the store has taken.</summary>
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

    /// <summary>Runs that many runs from start to end in one experiment.</summary>
    /// <returns>Their numbers, separated by commas.</returns>
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
