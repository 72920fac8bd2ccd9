using ExperimentTracker.Contracts.Alerts;

namespace ExperimentTracker.Services;

/// <summary>Says, while a delivery is being sent, that its watcher lives. A watcher that is killed says nothing, and another one takes the delivery over.</summary>
internal sealed class AlertLease : IDisposable
{
    private readonly Timer timer;

    /// <param name="alerts">The alerts of the store.</param>
    /// <param name="eventId">The id of the event.</param>
    /// <param name="number">The number of the delivery.</param>
    /// <param name="watcher">The watcher.</param>
    /// <param name="duration">How long others leave the delivery to its watcher.</param>
    public AlertLease(IAlertStore alerts, string eventId, int number, string watcher, TimeSpan duration) => timer = new Timer(
        _ =>
        {
            try
            {
                alerts.Renew(eventId, number, watcher, duration, CancellationToken.None);
            }
            catch (Exception e) when (e is TrackerException or ObjectDisposedException)
            {
                // The store cannot be reached: the next one, or another watcher, does it.
            }
        },
        null, duration / 3, duration / 3);

    public void Dispose() => timer.Dispose();
}
