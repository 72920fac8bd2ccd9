namespace ExperimentTracker.Sessions;

/// <summary>Says in the store, again and again, that the process of a run lives; until the run has ended or is ended by somebody.</summary>
internal sealed class Heartbeat : IDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly TimeSpan interval;
    private readonly Func<CancellationToken, bool> beat;
    private readonly ITimer timer;

    /// <param name="interval">How often.</param>
    /// <param name="beat">Gives one heartbeat; false when no more are needed.</param>
    /// <param name="time">The clock of the store.</param>
    public Heartbeat(TimeSpan interval, Func<CancellationToken, bool> beat, TimeProvider time)
    {
        (this.interval, this.beat) = (interval, beat);
        timer = time.CreateTimer(_ => Send(), null, interval, Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        stopping.Cancel();
        timer.Dispose();
    }

    // Armed again only afterwards: when the store is busy for long, heartbeats do not pile up.
    private void Send()
    {
        try
        {
            if (!beat(stopping.Token)) return;
        }
        catch (TrackerException)
        {
            // The disk is full, or the store was moved away for a while; the next one may get through.
        }
        catch (OperationCanceledException)
        {
            return;
        }

        try
        {
            timer.Change(interval, Timeout.InfiniteTimeSpan);
        }
        catch (ObjectDisposedException)
        {
        }
    }
}
