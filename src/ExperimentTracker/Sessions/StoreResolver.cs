using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Loading;
using ExperimentTracker.Stores;

namespace ExperimentTracker.Sessions;

/// <summary>
/// Determines the store of a cmdlet: the named one, else the one connected in this runspace, else <c>$env:EXPERIMENT_STORE</c>, else the nearest
/// <c>.experiments</c> at or above the current location in the file system: the store on a server that its <c>store.json</c> names, else the store in it.
/// </summary>
internal static class StoreResolver
{
    private const string FolderName = ".experiments";
    private const string Variable = "EXPERIMENT_STORE";

    /// <summary>Finds the store, or returns <see langword="null"/>.</summary>
    /// <param name="session">The state of the session.</param>
    /// <param name="named">The value of <c>-Store</c>.</param>
    /// <param name="cancellation">Cancels waiting for other processes and for a server.</param>
    /// <param name="opening">The login, and where contents of artifacts are; it creates no store.</param>
    public static IExperimentStore? TryFind(SessionView session, StoreSource? named, CancellationToken cancellation, StoreOpening? opening = null)
    {
        IExperimentStore? known = Known(session, named);
        if (known is not null && opening?.Credentials is null) return OpenStores.Reopen(known);
        return (known?.Address ?? Locate(session, named).Address) is { } address ? TryOpen(For(opening, address), opening, cancellation) : null;
    }

    /// <summary>The address of the store, whether there is one or not; <see langword="null"/> without a location.</summary>
    public static StoreAddress? AddressOf(SessionView session, StoreSource? named) => Known(session, named)?.Address ?? Locate(session, named).Address;

    /// <summary>
    /// Finds the store for a completion, or returns <see langword="null"/>. A store on a server is found only if it is open: opening it could take seconds.
    /// </summary>
    public static IExperimentStore? TryFindQuickly(SessionView session, StoreSource? named, CancellationToken cancellation)
    {
        if (Known(session, named) is { } known) return known.Address.IsServer ? OpenStores.FindOpen(known.Address) : OpenStores.Reopen(known);
        StoreAddress? address = Locate(session, named).Address;
        return address is { IsServer: true } ? OpenStores.FindOpen(address) : TryOpen(address, null, cancellation);
    }

    /// <summary>Finds the store.</summary>
    /// <inheritdoc cref="TryFind"/>
    /// <exception cref="TrackerException"><c>StoreNotFound</c> if there is none, <c>StoreAccessDenied</c> if the user has no access.</exception>
    public static IExperimentStore Find(SessionView session, StoreSource? named, CancellationToken cancellation, StoreOpening? opening = null)
    {
        if (TryFind(session, named, cancellation, opening) is { } found) return found;
        (StoreAddress? address, bool isNamed) = Locate(session, named);
        return isNamed ? OpenStores.Get(For(opening, address!), opening ?? StoreOpening.Existing, cancellation)
            : session.IsWhatIf && SessionMemory.Of(session).WhatIfStore is { } whatIf ? whatIf
            : throw (session.Folder is { } here ? StoreErrors.NoneFound(here) : StoreErrors.NoLocation());
    }

    /// <summary>Finds the store, or creates it at the named location or else in the current folder.</summary>
    /// <param name="session">The state of the session.</param>
    /// <param name="named">The value of <c>-Store</c>.</param>
    /// <param name="created">Receives the address of a store that was created.</param>
    /// <param name="cancellation">Cancels waiting for other processes and for a server.</param>
    /// <param name="opening">The login, and where contents of artifacts are.</param>
    public static IExperimentStore FindOrCreate(
        SessionView session, StoreSource? named, Action<string> created, CancellationToken cancellation, StoreOpening? opening = null)
    {
        if (TryFind(session, named, cancellation, opening) is { } found) return found;
        StoreAddress address = Locate(session, named).Address ?? throw StoreErrors.NoLocation();
        IExperimentStore store = OpenStores.Get(For(opening, address), (opening ?? StoreOpening.Existing) with { Create = true }, cancellation);
        EmptyStores.Expect(store);
        created(store.Path);
        return store;
    }

    /// <summary>The address of the store, whether it exists or not.</summary>
    /// <param name="session">The state of the session.</param>
    /// <param name="named">The value of <c>-Store</c>.</param>
    /// <param name="opening">The login, whose user becomes that of the address.</param>
    public static StoreAddress AddressOf(SessionView session, StoreSource? named, StoreOpening opening) =>
        For(opening, Known(session, named)?.Address ?? Locate(session, named).Address ?? throw StoreErrors.NoLocation());

    // A store that the session has already: a store in memory, or the connected one.
    private static IExperimentStore? Known(SessionView session, StoreSource? named) =>
        named?.InMemoryId is { } id ? OpenStores.FindInMemory(id) ?? throw StoreErrors.Disconnected(named.Path)
        : named is null ? SessionMemory.Of(session).Connected
        : null;

    // Whether a server has the store is known only after a trip, which opening it takes anyway.
    private static IExperimentStore? TryOpen(StoreAddress? address, StoreOpening? opening, CancellationToken cancellation)
    {
        if (address is null || (!StoreEngines.Exists(address) && !File.Exists(address.Text))) return null;
        try
        {
            return OpenStores.Get(address, opening ?? StoreOpening.Existing, cancellation);
        }
        catch (TrackerException e) when (e.ErrorId == "StoreNotFound" && address.IsServer)
        {
            return null;
        }
    }

    // The address of the user who logs in.
    private static StoreAddress For(StoreOpening? opening, StoreAddress address)
    {
        if (address.Artifacts is { } located && opening?.Artifacts is { } given && given != located) throw AddressErrors.ArtifactsTwice();
        return opening?.Credentials is { } login ? address.WithUser(login.User) : address;
    }

    // The address, whether there is a store or not, and whether it was named: by the user, or by a file.
    private static (StoreAddress? Address, bool IsNamed) Locate(SessionView session, StoreSource? named)
    {
        if ((named?.Path ?? Environment.GetEnvironmentVariable(Variable)) is { Length: > 0 } text) return (FilePaths.OfStore(session, text), true);
        if (session.Folder is not { } here) return (null, false);
        for (DirectoryInfo? at = new(here); at is not null; at = at.Parent)
        {
            string folder = Path.Combine(at.FullName, FolderName);
            if (StorePointer.Find(folder) is { } pointed) return (pointed, true);
            var address = StoreAddress.OfFolder(folder);
            if (StoreEngines.Exists(address)) return (address, false);
        }

        return (StoreAddress.OfFolder(Path.Combine(here, FolderName)), false);
    }
}
