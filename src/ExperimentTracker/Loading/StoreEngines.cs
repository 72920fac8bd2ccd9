using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Loading;

/// <summary>
/// The storage engines by scheme: the only entry point from the cmdlets to storage. Each is loaded when an address of its scheme is first used.
/// </summary>
internal static class StoreEngines
{
    private static readonly Dictionary<string, ModulePart> Parts = new(StringComparer.Ordinal)
    {
        [StoreAddress.FileScheme] = ModulePart.Storage,
        [StoreAddress.MemoryScheme] = ModulePart.Storage,
        [StoreAddress.PostgresScheme] = ModulePart.Postgres,
    };

    /// <summary>Whether there can be a store at the address, without a trip to a server.</summary>
    /// <exception cref="TrackerException"><c>StoreEngineMissing</c>.</exception>
    public static bool Exists(StoreAddress address) => Of(address).Exists(address);

    /// <summary>Opens the store at the address.</summary>
    /// <exception cref="TrackerException"><c>StoreEngineMissing</c>, and the errors of <see cref="IStoreEngine.Open"/>.</exception>
    public static IExperimentStore Open(StoreAddress address, StoreOpening opening, CancellationToken cancellation) =>
        Of(address).Open(address, opening with { Artifacts = opening.Artifacts ?? address.Artifacts }, cancellation);

    /// <summary>Makes a store that several users share, or brings it up to date.</summary>
    /// <exception cref="TrackerException"><c>StoreEngineMissing</c>, and the errors of <see cref="IStoreEngine.Initialize"/>.</exception>
    public static void Initialize(StoreAddress address, StoreOpening opening, StoreMembers members, CancellationToken cancellation) =>
        Of(address).Initialize(address, opening with { Artifacts = opening.Artifacts ?? address.Artifacts }, members, cancellation);

    /// <summary>Creates a store in memory, which is deleted when it is closed.</summary>
    public static IExperimentStore OpenInMemory() => Open(StoreAddress.NewInMemory(), StoreOpening.OrCreate, CancellationToken.None);

    /// <summary>A database of another program at an address of a server. Nothing is loaded before it is opened.</summary>
    public static ForeignDatabase DatabaseAt(StoreAddress address) => new(
        address.Text, address.Schema!, cancellation => Parts[address.Scheme].Entry<IForeignDatabases>(folder => StoreErrors.EngineMissing(address, folder)).OpenDatabase(address, cancellation));

    private static IStoreEngine Of(StoreAddress address) => Parts[address.Scheme].Entry<IStoreEngine>(folder => StoreErrors.EngineMissing(address, folder));
}
