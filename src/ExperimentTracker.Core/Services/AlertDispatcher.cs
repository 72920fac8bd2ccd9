using ExperimentTracker.Alerts;
using ExperimentTracker.Contracts.Alerts;
using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Services;

/// <summary>
/// Sends the deliveries of a store that are due. Each is taken in a transaction before it is sent, so of several watchers one sends it; what became of it is recorded afterwards. A watcher that is
/// killed in between has sent it or not: another one sends it again, with the same id.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="sender">What sends.</param>
/// <param name="warn">Receives what this process cannot send, once for each kind, and attempts that failed for good.</param>
public sealed class AlertDispatcher(IExperimentStore store, AlertSender sender, Action<string> warn)
{
    // Variables do not appear in a process that runs, but secrets do in a vault.
    private static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(1);

    private readonly string watcher = $"{Environment.MachineName} {Environment.ProcessId} {Guid.NewGuid().ToString("N")[..8]}";
    private readonly Dictionary<string, DateTimeOffset> unable = new(StringComparer.Ordinal);

    /// <summary>How long others leave a delivery to the watcher that took it, unless it says meanwhile that it lives.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Sends what is due.</summary>
    public void Send(CancellationToken cancellation)
    {
        foreach (RunAlertEvent due in store.Alerts.Events(new() { IsDue = true }, cancellation))
        {
            foreach (AlertEventDelivery delivery in due.Delivery)
            {
                if (delivery.State is AlertDeliveryState.Pending or AlertDeliveryState.Sending && delivery.DueAtUtc <= store.Time.GetUtcNow()) Send(due, delivery, cancellation);
            }
        }
    }

    /// <summary>The message for an event.</summary>
    public static AlertMessage MessageOf(IExperimentStore store, RunAlertEvent told, CancellationToken cancellation)
    {
        Run? run = told.RunId is null ? null : store.Runs.Query(new() { Ids = [told.RunId], Removed = RemovedFilter.All }, cancellation).FirstOrDefault();
        return new(told, run, store.Id, store.Path);
    }

    private void Send(RunAlertEvent due, AlertEventDelivery delivery, CancellationToken cancellation)
    {
        if (Prepare(due.Alert, delivery.Delivery) is not { } sending || !store.Alerts.TryTake(due.Id, delivery.Number, watcher, Lease, cancellation)) return;
        using var lease = new AlertLease(store.Alerts, due.Id, delivery.Number, watcher, Lease);
        AlertOutcome outcome;
        try
        {
            sending(MessageOf(store, due, cancellation), AlertMessage.IdOf(due.Id, delivery.Number), cancellation);
            outcome = new();
        }
        catch (Exception e) when (e is not (OperationCanceledException or TrackerException))
        {
            // Whatever a hook, a mail server or a certificate does, the watcher goes on.
            outcome = AlertRetries.After(delivery.Attempts + 1, e as AlertSendException ?? new($"It could not be sent: {e.Message}"));
            if (outcome.RetryAfter is null) warn($"Alert '{due.Alert}', {delivery.Delivery}: {outcome.Error} It is not tried again.");
        }
        catch
        {
            // The watcher is stopped, or the store cannot be read: the next one sends it at once.
            store.Alerts.Record(due.Id, delivery.Number, watcher, new("The watcher was stopped while it sent this.", TimeSpan.Zero), CancellationToken.None);
            throw;
        }

        store.Alerts.Record(due.Id, delivery.Number, watcher, outcome, CancellationToken.None);
    }

    private AlertSending? Prepare(string alert, AlertDelivery delivery)
    {
        string key = $"{alert}\n{delivery}\n{delivery.Secret}\n{delivery.Credential}";
        DateTimeOffset now = store.Time.GetUtcNow();
        if (unable.TryGetValue(key, out DateTimeOffset until) && now < until) return null;
        try
        {
            if (sender.Prepare(delivery) is { } sending) return sending;
            if (!unable.ContainsKey(key))
            {
                warn(delivery.Channel == AlertChannel.Action
                    ? $"Alert '{alert}' has a script block as its action, which is stored in the store. It is not run: whoever can write to the store could have written it. Watch-ExperimentStore -AllowScript runs such blocks."
                    : $"Alert '{alert}' shows an issue in a build, and this process does not run in a build of Azure Pipelines or GitHub Actions. That is left to a watcher that does.");
            }

            unable[key] = DateTimeOffset.MaxValue;
        }
        catch (TrackerException e)
        {
            if (!unable.ContainsKey(key)) warn($"Alert '{alert}', {delivery}: it cannot be sent here, and is left to another watcher. {e.Message}");
            unable[key] = now + LookAgain;
        }

        return null;
    }
}
