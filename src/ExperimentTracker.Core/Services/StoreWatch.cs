using System.Diagnostics;
using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Services;

/// <summary>Waits for changes of several stores. Create it, read the records, and then wait: a change since then ends the wait.</summary>
public sealed class StoreWatch
{
    // With several stores, each is looked at in turn.
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(100);

    private readonly Dictionary<IExperimentStore, long> versions;

    /// <summary>Creates a watch of these stores; each can be there several times.</summary>
    /// <exception cref="TrackerException">A store cannot be read.</exception>
    public StoreWatch(IEnumerable<IExperimentStore> stores, CancellationToken cancellation) =>
        versions = stores.Distinct().ToDictionary(store => store, store => store.Changes.WaitForChange(0, TimeSpan.Zero, cancellation));

    /// <summary>Returns when one of the stores may have changed since the last wait, or when the timeout is over.</summary>
    /// <param name="pause">The shortest wait, which leaves time to those who write.</param>
    /// <param name="timeout">The longest wait.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    /// <exception cref="TrackerException">A store cannot be read.</exception>
    public void Wait(TimeSpan pause, TimeSpan timeout, CancellationToken cancellation)
    {
        long started = Stopwatch.GetTimestamp();
        cancellation.WaitHandle.WaitOne(pause);
        cancellation.ThrowIfCancellationRequested();
        bool isChanged = false;
        while (!isChanged && versions.Count > 0 && timeout - Stopwatch.GetElapsedTime(started) is { Ticks: > 0 } left)
        {
            foreach ((IExperimentStore store, long version) in versions.ToArray())
            {
                versions[store] = store.Changes.WaitForChange(version, versions.Count > 1 && left > Turn ? Turn : left, cancellation);
                isChanged |= versions[store] != version;
            }
        }
    }
}
