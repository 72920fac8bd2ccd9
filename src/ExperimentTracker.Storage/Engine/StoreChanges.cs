using System.Diagnostics;
using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Storage.Engine;

/// <summary>Waits for changes by looking regularly at something of the database that differs after each commit and costs little to read.</summary>
/// <param name="interval">The time between two looks.</param>
/// <param name="look">Reads it; called by one thread at a time.</param>
internal sealed class StoreChanges(TimeSpan interval, Func<CancellationToken, object> look) : IStoreChanges
{
    private readonly object looking = new();
    private object? seen;
    private long current;

    public long WaitForChange(long version, TimeSpan timeout, CancellationToken cancellation)
    {
        long started = Stopwatch.GetTimestamp();
        while (true)
        {
            long now = Look(cancellation);
            TimeSpan left = timeout - Stopwatch.GetElapsedTime(started);
            if (now != version || left <= TimeSpan.Zero) return now;
            cancellation.WaitHandle.WaitOne(left < interval ? left : interval);
            cancellation.ThrowIfCancellationRequested();
        }
    }

    private long Look(CancellationToken cancellation)
    {
        lock (looking)
        {
            object found = look(cancellation);
            if (!found.Equals(seen)) (seen, current) = (found, current + 1);
            return current;
        }
    }
}
