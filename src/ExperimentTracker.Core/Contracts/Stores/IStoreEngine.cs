namespace ExperimentTracker.Contracts.Stores;

/// <summary>Opens stores of some schemes of addresses. It is the only entry point from the cmdlets to a storage engine.</summary>
public interface IStoreEngine
{
    /// <summary>
    /// Whether there can be a store at the address, without a trip to a server: true for every server, whose stores only <see cref="Open"/> looks for. False for
    /// an address in memory, whose store is known to the one who opened it.
    /// </summary>
    bool Exists(StoreAddress address);

    /// <summary>Opens the store at an address. Orphaned runs are ended as Killed. Each call with an address in memory creates a store.</summary>
    /// <param name="address">The address, of a scheme of this engine.</param>
    /// <param name="opening">Whether to create the store, the login, and where contents of artifacts are.</param>
    /// <param name="cancellation">Cancels waiting for other processes and for a server.</param>
    /// <exception cref="TrackerException">
    /// <c>StoreNotFound</c>, <c>StoreAccessDenied</c>, <c>StorePathInvalid</c>, <c>StoreNotADatabase</c>, <c>StoreCorrupt</c>,
    /// <c>StoreTooNew</c>, <c>StoreNotCreated</c>, <c>StoreOnNetwork</c> or <c>StoreUnavailable</c>; of a server <c>StoreUnreachable</c> or
    /// <c>StoreLoginFailed</c>; and <c>ArtifactsElsewhere</c>, <c>ArtifactsTaken</c>, <c>ArtifactsLocationInvalid</c>, <c>ArtifactsUnreachable</c>, <c>ArtifactsAccessDenied</c> or <c>ArtifactsNotFound</c>.
    /// </exception>
    IExperimentStore Open(StoreAddress address, StoreOpening opening, CancellationToken cancellation);

    /// <summary>
    /// Makes a store that several users share, if it does not exist, with its roles, brings it up to date, and gives roles to logins. The user becomes an owner.
    /// </summary>
    /// <param name="address">The address, of a scheme of this engine.</param>
    /// <param name="opening">The login, and where contents of artifacts of a new store are.</param>
    /// <param name="members">The logins that get a role.</param>
    /// <param name="cancellation">Cancels waiting for other processes and for a server.</param>
    /// <exception cref="TrackerException">
    /// <c>StoreHasNoRoles</c>, <c>StoreSetupDenied</c>, <c>StoreMemberNotFound</c>, <c>StoreTooNew</c>, <c>StoreUnreachable</c> or <c>StoreLoginFailed</c>.
    /// </exception>
    void Initialize(StoreAddress address, StoreOpening opening, StoreMembers members, CancellationToken cancellation) => throw AccessErrors.NoRoles(address.Text);
}
