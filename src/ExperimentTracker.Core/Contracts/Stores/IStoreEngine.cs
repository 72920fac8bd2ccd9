namespace ExperimentTracker.Contracts.Stores;

/// <summary>Opens stores of one kind. It is the only entry point from the cmdlets to a storage engine.</summary>
public interface IStoreEngine
{
    /// <summary>Whether there is a store at the path.</summary>
    bool Exists(string path);

    /// <summary>Opens the store at a full path. Orphaned runs are ended as Killed.</summary>
    /// <param name="path">The full path of the store's folder.</param>
    /// <param name="create">Whether to create the store if it does not exist.</param>
    /// <param name="cancellation">Cancels waiting for other processes.</param>
    /// <exception cref="TrackerException">
    /// <c>StoreNotFound</c>, <c>StoreAccessDenied</c>, <c>StorePathInvalid</c>, <c>StoreNotADatabase</c>, <c>StoreCorrupt</c>,
    /// <c>StoreTooNew</c>, <c>StoreNotCreated</c>, <c>StoreOnNetwork</c> or <c>StoreUnavailable</c>.
    /// </exception>
    IExperimentStore Open(string path, bool create, CancellationToken cancellation);

    /// <summary>Creates a store in memory, which is deleted when it is closed.</summary>
    IExperimentStore OpenInMemory();
}
