using ExperimentTracker.Contracts.Alerts;

namespace ExperimentTracker.Services;

/// <summary>Says, while a delivery is being sent, that its watcher lives. A watcher that is killed says nothing, and another one takes the delivery over.</summary>
internal sealed class AlertLease : IDisposable
{
    /// <summary>How long others leave a delivery to its watcher.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(20);

    private readonly Timer timer;

    public AlertLease(IAlertStore alerts, string eventId, int number, string watcher) => timer = new Timer(
        _ =>
        {
            try
            {
                alerts.Renew(eventId, number, watcher, Duration, CancellationToken.None);
            }
            catch (Exception e) when (e is TrackerException or ObjectDisposedException)
            {
                // The store cannot be reached: the next one, or another watcher, does it.
            }
        },
        null, Interval, Interval);

    public void Dispose() => timer.Dispose();
}
