namespace ExperimentTracker.Contracts.Alerts;

/// <summary>Alerts, the events for which they fired, and the deliveries of these. Each is written in one transaction, so that several watchers can work at the same time.</summary>
public interface IAlertStore
{
    /// <summary>Registers an alert.</summary>
    /// <param name="draft">The alert.</param>
    /// <param name="replace">Whether to replace an alert of this name. It keeps its events; if its condition and experiment are the same, also the time since when it watches.</param>
    /// <param name="known">The causes that exist already and are not told.</param>
    /// <param name="cancellation">Cancels waiting for other processes.</param>
    /// <exception cref="TrackerException"><c>AlertExists</c>, <c>ExperimentNotFound</c>, <c>RecordRemoved</c> or <c>InvalidName</c>.</exception>
    RunAlert Register(AlertDraft draft, bool replace, IReadOnlyList<AlertCause> known, CancellationToken cancellation);

    /// <summary>Returns all alerts, sorted by name.</summary>
    IReadOnlyList<RunAlert> List(CancellationToken cancellation);

    /// <summary>Deletes alerts with their events. Ids that do not exist are ignored.</summary>
    void Unregister(IReadOnlyCollection<string> ids, CancellationToken cancellation);

    /// <summary>Returns the causes for which an alert has fired, or that are not told because they existed before.</summary>
    IReadOnlyList<string> Causes(string alertId, CancellationToken cancellation);

    /// <summary>Fires an alert for those of the causes for which it has not fired. Their deliveries are pending then.</summary>
    /// <returns>The new events; none if the alert is not there any more.</returns>
    IReadOnlyList<RunAlertEvent> Fire(string alertId, IReadOnlyList<AlertCause> causes, CancellationToken cancellation);

    /// <summary>Records up to which time changes of runs have been looked at for alerts. An earlier time than the recorded one is ignored.</summary>
    void Advance(IReadOnlyCollection<string> alertIds, DateTime lookedAt, CancellationToken cancellation);

    /// <summary>Returns events, the newest first; with <see cref="AlertEventQuery.IsDue"/>, the oldest first.</summary>
    IReadOnlyList<RunAlertEvent> Events(AlertEventQuery query, CancellationToken cancellation);

    /// <summary>When the next delivery is to be tried, in UTC; <see langword="null"/> if there is none.</summary>
    DateTime? NextDue(CancellationToken cancellation);

    /// <summary>Takes a delivery that is due, so that no other watcher sends it.</summary>
    /// <param name="eventId">The id of the event.</param>
    /// <param name="number">The number of the delivery.</param>
    /// <param name="watcher">The watcher that takes it.</param>
    /// <param name="lease">How long others leave it to this watcher, unless it says that it lives.</param>
    /// <param name="cancellation">Cancels waiting for other processes.</param>
    /// <returns>Whether it was taken: not if another watcher has it, or it was sent.</returns>
    bool TryTake(string eventId, int number, string watcher, TimeSpan lease, CancellationToken cancellation);

    /// <summary>Says that the watcher is still sending a delivery that it took.</summary>
    /// <returns>Whether it still has it.</returns>
    bool Renew(string eventId, int number, string watcher, TimeSpan lease, CancellationToken cancellation);

    /// <summary>Records what became of an attempt, unless another watcher has taken the delivery over.</summary>
    void Record(string eventId, int number, string watcher, AlertOutcome outcome, CancellationToken cancellation);

    /// <summary>Returns changes of stages and new aliases of live model versions since a time, oldest first; registering a version is none.</summary>
    IReadOnlyList<ModelPromotion> Promotions(DateTime since, CancellationToken cancellation);
}
