using ExperimentTracker.Alerts;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Values;

namespace ExperimentTracker.Services;

/// <summary>Sends a test message through the deliveries of an alert, once each, without recording it.</summary>
public static class AlertTester
{
    /// <summary>Sends the message.</summary>
    /// <returns>What became of each delivery; one that this process cannot send is pending.</returns>
    public static IReadOnlyList<AlertEventDelivery> Send(IExperimentStore store, AlertSender sender, RunAlert alert, CancellationToken cancellation)
    {
        DateTime now = store.Time.GetUtcNow().LocalDateTime;
        var told = new RunAlertEvent
        {
            Id = RecordId.New(store.Time),
            AlertId = alert.Id,
            Alert = alert.Name,
            Condition = alert.Condition[0],
            Cause = "test",
            Message = $"This is a test of the alert '{alert.Name}': nothing has happened.",
            FiredAt = now,
        };
        AlertMessage message = AlertDispatcher.MessageOf(store, told, cancellation);
        return [.. alert.Delivery.Select((delivery, number) => Send(sender, message, new() { Number = number, Delivery = delivery, State = AlertDeliveryState.Pending, DueAt = now }, cancellation))];
    }

    private static AlertEventDelivery Send(AlertSender sender, AlertMessage message, AlertEventDelivery delivery, CancellationToken cancellation)
    {
        try
        {
            if (sender.Prepare(delivery.Delivery) is not { } sending)
                return delivery with { Error = delivery.Delivery.Channel == AlertChannel.Action ? "A stored block is run only with -AllowScript." : "This process does not run in a build." };
            sending(message, AlertMessage.IdOf(message.Event.Id, delivery.Number), cancellation);
            return delivery with { State = AlertDeliveryState.Sent, Attempts = 1, SentAt = message.Event.FiredAt };
        }
        catch (TrackerException e)
        {
            return delivery with { State = AlertDeliveryState.Failed, Error = e.Message };
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return delivery with { State = AlertDeliveryState.Failed, Attempts = 1, Error = e.Message };
        }
    }
}
