namespace ExperimentTracker.Storage.Liveness;

/// <summary>
/// Looks for orphaned runs when a store is opened, and again before runs are read, so that a session that stays open does not show them as running. It
/// neither fails nor waits for long: what it does not end, the next look finds.
/// </summary>
/// <param name="kill">Ends the orphaned runs.</param>
/// <param name="time">The clock of the store.</param>
/// <param name="interval">The shortest time between two looks; two seconds by default.</param>
internal sealed class OrphanedRunWatch(Action<CancellationToken> kill, TimeProvider time, TimeSpan? interval = null)
{
    // A look costs a query of an index and a lock attempt per process, together less than a millisecond.
    private readonly TimeSpan interval = interval ?? TimeSpan.FromSeconds(2);

    // With some hundred orphaned runs, ending them takes milliseconds.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    private readonly object looking = new();
    private long lastLook = time.GetTimestamp();

    /// <summary>Looks if the last look was some seconds ago.</summary>
    public void LookWhenDue(CancellationToken cancellation)
    {
        if (time.GetElapsedTime(Volatile.Read(ref lastLook)) >= interval) Look(cancellation);
    }

    /// <summary>Looks for orphaned runs and ends them.</summary>
    public void Look(CancellationToken cancellation)
    {
        if (!Monitor.TryEnter(looking)) return;
        try
        {
            using var limit = new CancellationTokenSource(Timeout, time);
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
            kill(linked.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
        }
        catch (TrackerException)
        {
        }
        finally
        {
            Volatile.Write(ref lastLook, time.GetTimestamp());
            Monitor.Exit(looking);
        }
    }
}
