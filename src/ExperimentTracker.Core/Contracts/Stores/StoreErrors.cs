namespace ExperimentTracker.Contracts.Stores;

/// <summary>Errors about the store itself: its location, and whether it can be opened and written.</summary>
public static class StoreErrors
{
    /// <summary>The path of a store in memory.</summary>
    public const string InMemoryPath = ":memory:";

    /// <summary>No store was named, connected or found. Id: <c>StoreNotFound</c>.</summary>
    public static TrackerException NoneFound(string location) => new(
        "StoreNotFound", TrackerErrorKind.NotFound, location,
        $"There is no experiment store at or above '{location}'. Name one with -Store or $env:EXPERIMENT_STORE, " +
        "connect one with Connect-ExperimentStore, or create one here with Connect-ExperimentStore -Create or with the first run.");

    /// <summary>No store is named in a session without a current location. Id: <c>StoreNotFound</c>.</summary>
    public static TrackerException NoLocation() => new(
        "StoreNotFound", TrackerErrorKind.NotFound, null,
        "This session has no current folder to look for an experiment store, because it lacks the FileSystem provider. " +
        "Name a store by its full path with -Store, $env:EXPERIMENT_STORE or Connect-ExperimentStore.");

    /// <summary>The named store does not exist. Id: <c>StoreNotFound</c>.</summary>
    public static TrackerException NotFound(string path) => new(
        "StoreNotFound", TrackerErrorKind.NotFound, path,
        $"There is no experiment store at '{path}'. Check the path, or create a store there with Connect-ExperimentStore -Create.");

    /// <summary>The user may not access the folder. Id: <c>StoreAccessDenied</c>.</summary>
    public static TrackerException AccessDenied(string path, Exception inner) => new(
        "StoreAccessDenied", TrackerErrorKind.PermissionDenied, path,
        $"The user {Environment.UserName} has no access to the store '{path}'. Ask its owner for access, or name another store.", inner);

    /// <summary>The store that a deserialized object came from does not exist at its path. Id: <c>SourceStoreNotFound</c>.</summary>
    public static TrackerException SourceNotFound(string path) => new(
        "SourceStoreNotFound", TrackerErrorKind.NotFound, path,
        $"The object came from the store at '{path}', which does not exist any more. If the same records are in another store, name it with -Store.");

    /// <summary>An object has no information about its store. Id: <c>SourceStoreUnknown</c>.</summary>
    public static TrackerException SourceUnknown(string record) => new(
        "SourceStoreUnknown", TrackerErrorKind.InvalidArgument, record,
        $"The object '{record}' has no information about the store that it came from. Name the store with -Store, or pass the name or id instead of the object.");

    /// <summary>Records that are used together came from different stores. Id: <c>SourceStoresDiffer</c>.</summary>
    public static TrackerException SourcesDiffer(string path, string other) => new(
        "SourceStoresDiffer", TrackerErrorKind.InvalidArgument, other,
        $"The objects came from different stores: '{path}' and '{other}'. Pass the objects of one store at a time, or name the store with -Store.");

    /// <summary>The path of a store names a file. Id: <c>StorePathInvalid</c>.</summary>
    public static TrackerException PathIsFile(string path) => new(
        "StorePathInvalid", TrackerErrorKind.InvalidArgument, path, $"'{path}' is a file, but a store is a folder. Name the folder.");

    /// <summary>A path that is not in a file system. Id: <c>StorePathInvalid</c>.</summary>
    public static TrackerException NotFileSystem(string path) => new(
        "StorePathInvalid", TrackerErrorKind.InvalidArgument, path, $"'{path}' is not a path of the file system.");

    /// <summary>The file is not a database of a store. Id: <c>StoreNotADatabase</c>.</summary>
    public static TrackerException NotADatabase(string path, Exception? inner = null) => new(
        "StoreNotADatabase", TrackerErrorKind.Corrupt, path,
        $"'{path}' is not an experiment store's database. Move it away, or name another store.", inner);

    /// <summary>The database is damaged. Id: <c>StoreCorrupt</c>.</summary>
    public static TrackerException Corrupt(string path, Exception inner) => new(
        "StoreCorrupt", TrackerErrorKind.Corrupt, path,
        $"The database of the store '{path}' is damaged ({inner.Message}). Restore it from a backup.", inner);

    /// <summary>Points of a series cannot be read. Id: <c>PointsDamaged</c>.</summary>
    public static TrackerException PointsDamaged(string metric, string run, Exception inner) => new(
        "PointsDamaged", TrackerErrorKind.Corrupt, metric,
        $"Points of {metric} of run {run} are damaged ({inner.Message}) and cannot be read. Test-ExperimentStore reports all damage; restore the store " +
        "from a backup.", inner);

    /// <summary>The store was written by a newer version. Id: <c>StoreTooNew</c>.</summary>
    public static TrackerException TooNew(string path, long found, int known) => new(
        "StoreTooNew", TrackerErrorKind.Unsupported, path,
        $"The store '{path}' has schema version {found}, but this version of ExperimentTracker supports versions up to {known}. Update the module.");

    /// <summary>The store is read-only. Id: <c>StoreReadOnly</c>.</summary>
    public static TrackerException ReadOnly(string path, string why) => new(
        "StoreReadOnly", TrackerErrorKind.PermissionDenied, path, $"The store '{path}' can be read but not written: {why}");

    /// <summary>The store is on a network file system, where several machines could write it. Id: <c>StoreOnNetwork</c>.</summary>
    public static TrackerException OnNetwork(string path, string kind) => new(
        "StoreOnNetwork", TrackerErrorKind.Unsupported, path,
        $"The store '{path}' is on a network file system ({kind}), where writing to it is not safe. Write to a store on a local disk, named with -Store or " +
        "$env:EXPERIMENT_STORE; Backup-ExperimentStore copies a store to this machine, and Merge-ExperimentStore merges several stores.");

    /// <summary>The store cannot be created. Id: <c>StoreNotCreated</c>.</summary>
    public static TrackerException NotCreated(string path, Exception inner) => new(
        "StoreNotCreated", TrackerErrorKind.PermissionDenied, path,
        $"No store can be created at '{path}': {inner.Message} Name another location with -Store or $env:EXPERIMENT_STORE.", inner);

    /// <summary>The operating system or the engine failed. Id: <c>StoreUnavailable</c>.</summary>
    public static TrackerException Unavailable(string path, Exception inner) => IsDiskFull(inner) ? Full(path, inner) : IsOutOfHandles(inner) ? OutOfHandles(path, inner) : new(
        "StoreUnavailable", TrackerErrorKind.Unavailable, path, $"The store '{path}' cannot be used: {inner.Message}", inner);

    /// <summary>The server of a store does not answer, or cannot be verified. Id: <c>StoreUnreachable</c>.</summary>
    /// <param name="address">The address, which has no secret.</param>
    /// <param name="inner">The reason.</param>
    public static TrackerException Unreachable(StoreAddress address, Exception inner) => new(
        "StoreUnreachable", TrackerErrorKind.Unavailable, address.Text,
        $"The server of the store '{address}' cannot be reached: {inner.Message} Check the host, the port and the network" +
        $"{(address.IsLoopback ? "" : ", and that the server has a certificate for this host that the machine trusts (or that sslrootcert or $env:PGSSLROOTCERT names)")}.",
        inner);

    /// <summary>The server refused the user. Id: <c>StoreLoginFailed</c>.</summary>
    /// <param name="address">The address, which has no secret.</param>
    /// <param name="inner">The reason.</param>
    public static TrackerException LoginFailed(StoreAddress address, Exception inner) => new(
        "StoreLoginFailed", TrackerErrorKind.PermissionDenied, address.Text,
        $"The server refused the login to the store '{address}': {inner.Message} Give the user and the password with Connect-ExperimentStore -Credential, in " +
        "$env:PGPASSFILE or ~/.pgpass, or in $env:PGUSER and $env:PGPASSWORD.", inner);

    /// <summary>The module was installed without the engine of an address. Id: <c>StoreEngineMissing</c>.</summary>
    /// <param name="address">The address, which has no secret.</param>
    /// <param name="folder">The folder in which the engine would be.</param>
    public static TrackerException EngineMissing(StoreAddress address, string folder) => new(
        "StoreEngineMissing", TrackerErrorKind.Unsupported, address.Text,
        $"This installation of ExperimentTracker has no engine for {address.Scheme}:// addresses, which would be in '{folder}'. Install a release of the module with it, " +
        "or use a store in a folder.");

    /// <summary>The disk is full. Id: <c>StoreFull</c>.</summary>
    public static TrackerException Full(string path, Exception inner) => new(
        "StoreFull", TrackerErrorKind.Unavailable, path,
        $"The disk of the store '{path}' is full. This write was rolled back; everything before it is kept. Free some space and try again.", inner);

    /// <summary>The write-ahead log was deleted while a process had the store open. Id: <c>StoreWalMissing</c>.</summary>
    public static TrackerException WalMissing(string path, Exception? inner = null) => new(
        "StoreWalMissing", TrackerErrorKind.Unavailable, path,
        $"The write-ahead log of the store '{path}', tracker.db-wal, was deleted or emptied while a process has the store open. The process still has the latest " +
        "changes: end it normally, so that it writes them to the database, and try again. Do not kill it, and do not delete tracker.db-shm.", inner);

    /// <summary>The process has too many open files. Id: <c>StoreHandlesExhausted</c>.</summary>
    public static TrackerException OutOfHandles(string path, Exception inner) => new(
        "StoreHandlesExhausted", TrackerErrorKind.Unavailable, path,
        $"The store '{path}' cannot be opened, because this process has as many open files as the system allows. Close files and connections of the session, or " +
        "raise the limit (ulimit -n), and try again.", inner);

    /// <summary>Whether the operating system refused another open file: EMFILE and ENFILE of Linux and macOS, ERROR_TOO_MANY_OPEN_FILES of Windows.</summary>
    public static bool IsOutOfHandles(Exception inner) => inner is IOException && (inner.HResult & 0xFFFF) switch
    {
        24 or 23 => !OperatingSystem.IsWindows(),
        4 => OperatingSystem.IsWindows(),
        _ => false,
    };

    // ENOSPC and EDQUOT of Linux and macOS, ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL of Windows.
    private static bool IsDiskFull(Exception inner) => inner is IOException && (inner.HResult & 0xFFFF) switch
    {
        28 => true,
        122 => OperatingSystem.IsLinux(),
        69 => OperatingSystem.IsMacOS(),
        112 or 39 => OperatingSystem.IsWindows(),
        _ => false,
    };

    /// <summary>The handle was disconnected. Id: <c>StoreDisconnected</c>.</summary>
    public static TrackerException Disconnected(string path) => new(
        "StoreDisconnected", TrackerErrorKind.InvalidState, path,
        path == InMemoryPath
            ? "The store in memory was disconnected, and its records are deleted. Connect-ExperimentStore -InMemory creates a new one."
            : $"The store '{path}' was disconnected. Connect-ExperimentStore opens it again.");
}
