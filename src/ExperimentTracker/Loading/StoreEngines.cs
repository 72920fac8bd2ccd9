using System.Reflection;
using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Loading;

/// <summary>
/// The storage engines by scheme: the only entry point from the cmdlets to storage. Each is loaded when an address of its scheme is first used, from a folder
/// of its own beside this assembly. An engine that is not used loads nothing.
/// </summary>
internal static class StoreEngines
{
    private static readonly Package Sqlite = new("deps", "ExperimentTracker.Storage", "ExperimentTracker.Storage.SqliteEngine");

    private static readonly Dictionary<string, Package> Packages = new(StringComparer.Ordinal)
    {
        [StoreAddress.FileScheme] = Sqlite,
        [StoreAddress.MemoryScheme] = Sqlite,
        [StoreAddress.PostgresScheme] = new(
            Path.Combine("engines", "postgres"), "ExperimentTracker.Storage.Postgres", "ExperimentTracker.Storage.Postgres.PostgresEngine"),
    };

    private static readonly Dictionary<Package, (StorageContext Context, IStoreEngine Engine)> Loaded = [];

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

    private static IStoreEngine Of(StoreAddress address)
    {
        lock (Loaded) return Load(Packages[address.Scheme], address).Engine;
    }

    private static (StorageContext Context, IStoreEngine Engine) Load(Package package, StoreAddress address)
    {
        if (Loaded.TryGetValue(package, out (StorageContext Context, IStoreEngine Engine) known)) return known;
        string folder = Path.Combine(Path.GetDirectoryName(typeof(StoreEngines).Assembly.Location)!, package.Folder);
        if (!File.Exists(Path.Combine(folder, package.Assembly + ".dll"))) throw StoreErrors.EngineMissing(address, folder);

        // Every other engine shares the relational layer, which is in the assembly of the SQLite engine.
        var context = new StorageContext(package.Assembly, folder, package == Sqlite ? null : Load(Sqlite, address).Context);
        Assembly assembly = context.LoadFromAssemblyName(new AssemblyName(package.Assembly));
        var engine = (IStoreEngine)Activator.CreateInstance(assembly.GetType(package.Type, throwOnError: true)!)!;
        return Loaded[package] = (context, engine);
    }

    private sealed record Package(string Folder, string Assembly, string Type);
}
