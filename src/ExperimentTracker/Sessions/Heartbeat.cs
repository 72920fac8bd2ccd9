namespace ExperimentTracker.Sessions;

/// <summary>Records heartbeats of a run in the store, until the run has ended or this object is disposed.</summary>
internal sealed class Heartbeat : IDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly TimeSpan interval;
    private readonly Func<CancellationToken, bool> record;
    private readonly ITimer timer;

    /// <param name="interval">The interval of heartbeats.</param>
    /// <param name="record">Records one heartbeat; returns false when no more are needed.</param>
    /// <param name="time">The clock of the store.</param>
    public Heartbeat(TimeSpan interval, Func<CancellationToken, bool> record, TimeProvider time)
    {
        (this.interval, this.record) = (interval, record);
        timer = time.CreateTimer(_ => Send(), null, interval, Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        stopping.Cancel();
        timer.Dispose();
    }

    // The timer is started again only afterwards, so that heartbeats do not queue up while the store is busy.
    private void Send()
    {
        try
        {
            if (!record(stopping.Token)) return;
        }
        catch (TrackerException)
        {
            // The disk may be full, or the store may be temporarily unavailable; the next heartbeat may succeed.
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
