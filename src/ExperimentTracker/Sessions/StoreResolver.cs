using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Loading;
using ExperimentTracker.Stores;

namespace ExperimentTracker.Sessions;

/// <summary>
/// Determines the store of a cmdlet: the named one, else the one connected in this runspace, else <c>$env:EXPERIMENT_STORE</c>, else the nearest
/// <c>.experiments</c> at or above the current location in the file system.
/// </summary>
internal static class StoreResolver
{
    private const string FolderName = ".experiments";
    private const string Variable = "EXPERIMENT_STORE";

    /// <summary>Finds the store, or returns <see langword="null"/>.</summary>
    public static IExperimentStore? TryFind(SessionView session, StoreSource? named, CancellationToken cancellation)
    {
        if (named?.InMemoryId is { } id) return OpenStores.FindInMemory(id) ?? throw StoreErrors.Disconnected(named.Path);
        if (named is null && SessionMemory.Of(session).Connected is { } connected)
        {
            return OpenStores.Reopen(connected);
        }

        if ((PathOf(session, named) ?? Nearest(session)) is not { } path) return null;
        return StorageContext.Engine.Exists(path) || File.Exists(path) ? OpenStores.Get(path, create: false, cancellation) : null;
    }

    /// <summary>Finds the store.</summary>
    /// <exception cref="TrackerException"><c>StoreNotFound</c> if there is none, <c>StoreAccessDenied</c> if the user has no access.</exception>
    public static IExperimentStore Find(SessionView session, StoreSource? named, CancellationToken cancellation) =>
        TryFind(session, named, cancellation) ?? (PathOf(session, named) is { } path
            ? OpenStores.Get(path, create: false, cancellation)
            : session.IsWhatIf && SessionMemory.Of(session).WhatIfStore is { } whatIf ? whatIf
            : throw (session.Folder is { } here ? StoreErrors.NoneFound(here) : StoreErrors.NoLocation()));

    /// <summary>Finds the store, or creates it at the named location or else in the current folder.</summary>
    /// <param name="session">The state of the session.</param>
    /// <param name="named">The value of <c>-Store</c>.</param>
    /// <param name="created">Receives the path of a store that was created.</param>
    /// <param name="cancellation">Cancels waiting for other processes.</param>
    public static IExperimentStore FindOrCreate(SessionView session, StoreSource? named, Action<string> created, CancellationToken cancellation)
    {
        if (TryFind(session, named, cancellation) is { } found) return found;
        string path = PathOf(session, named) ?? Path.Combine(session.Folder ?? throw StoreErrors.NoLocation(), FolderName);
        IExperimentStore store = OpenStores.Get(path, create: true, cancellation);
        EmptyStores.Expect(store);
        created(store.Path);
        return store;
    }

    private static string? PathOf(SessionView session, StoreSource? named) =>
        (named?.Path ?? Environment.GetEnvironmentVariable(Variable)) is { Length: > 0 } path ? FilePaths.OfStore(session, path) : null;

    private static string? Nearest(SessionView session)
    {
        if (session.Folder is not { } here) return null;
        for (DirectoryInfo? at = new(here); at is not null; at = at.Parent)
        {
            string path = Path.Combine(at.FullName, FolderName);
            if (StorageContext.Engine.Exists(path)) return path;
        }

        return Path.Combine(here, FolderName);
    }
}
