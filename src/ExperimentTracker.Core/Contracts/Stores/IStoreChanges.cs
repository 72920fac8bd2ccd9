namespace ExperimentTracker.Contracts.Stores;

/// <summary>
/// Waits for changes of a store, by whichever process, without querying it again and again. Read the version, then the records, and then wait with that version: a change that
/// the records do not have ends the wait at once.
/// </summary>
public interface IStoreChanges
{
    /// <summary>
    /// Returns when the store may have changed since a version, or when the timeout is over. Every change that was committed is noticed, at the latest after a quarter of a
    /// second. The wait can also end without a change of the records that the caller reads, because the store does not know which these are.
    /// </summary>
    /// <param name="version">What this method returned before; 0, which is no version, to get the current version without waiting.</param>
    /// <param name="timeout">The longest wait; zero or less only looks.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The current version; the given one if nothing has changed. Versions of two handles of a store have nothing in common.</returns>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    /// <exception cref="TrackerException">The store cannot be read, for example <c>StoreUnreachable</c>.</exception>
    long WaitForChange(long version, TimeSpan timeout, CancellationToken cancellation);
}
