using System.Diagnostics;
using System.Globalization;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Storage;

namespace ExperimentTracker.Tests.Worker;

/// <summary>Maintains a store beside many concurrent writers: collects garbage, backs up and checks, repeatedly.</summary>
public static class ConcurrentMaintainer
{
    private static readonly CancellationToken None = CancellationToken.None;

    /// <summary>Collects garbage repeatedly.</summary>
    /// <returns>How many times, and how many runs the collections deleted.</returns>
    public static string Collect(IExperimentStore store, TimeSpan duration)
    {
        long started = Stopwatch.GetTimestamp(), turns = 0, runs = 0;
        for (; Stopwatch.GetElapsedTime(started) < duration; turns++) runs += store.Maintenance.Collect(null, null, None).Runs;
        return string.Create(CultureInfo.InvariantCulture, $"{turns}\t{runs}");
    }

    /// <returns>How many times it did all three, and how many runs the collections deleted.</returns>
    public static string Maintain(IExperimentStore store, string folder, TimeSpan duration)
    {
        Directory.CreateDirectory(folder);
        long started = Stopwatch.GetTimestamp(), turns = 0, runs = 0;
        while (Stopwatch.GetElapsedTime(started) < duration)
        {
            string copy = Path.Combine(folder, turns.ToString(CultureInfo.InvariantCulture));
            StoreBackup backup = store.Maintenance.Backup(copy, replace: false, null, None);
            if (backup.Damaged.Count > 0) throw new InvalidDataException($"The backup lacks {backup.Damaged[0]}");
            OpenCopy(copy, backup);
            Directory.Delete(copy, recursive: true);
            runs += store.Maintenance.Collect(null, null, None).Runs;
            StoreFinding? finding = store.Maintenance.Check(quick: turns % 3 != 0, null, None).FirstOrDefault(f => f.Severity > FindingSeverity.Information);
            if (finding is not null) throw new InvalidDataException($"The check found {finding}");
            turns++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{turns}\t{runs}");
    }

    private static void OpenCopy(string folder, StoreBackup backup)
    {
        using IExperimentStore copy = new SqliteEngine().Open(StoreAddress.OfFolder(folder), StoreOpening.Existing, None);
        StoreInfo info = copy.Describe(None);
        if (info.Points > backup.Points || info.Runs > backup.Runs) throw new InvalidDataException($"The backup of {backup.Points} points has {info.Points}.");
    }
}
