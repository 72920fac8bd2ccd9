namespace ExperimentTracker.Storage.Engine;

/// <summary>The paths of the files in a store's folder.</summary>
internal sealed class StoreFiles(string folder)
{
    public const string DatabaseName = "tracker.db";

    /// <summary>The content of <see cref="GitIgnore"/>.</summary>
    public const string IgnoreAll = "*\n";

    public string Folder { get; } = folder;

    public string Database => Path.Combine(Folder, DatabaseName);

    public string Wal => Database + "-wal";

    /// <summary>The index of the WAL, which all processes map that have the database open.</summary>
    public string WalIndex => Database + "-shm";

    /// <summary>Held while the store is created or migrated.</summary>
    public string CreationLock => Path.Combine(Folder, "tracker.lock");

    /// <summary>Excludes the store from a surrounding git work tree.</summary>
    public string GitIgnore => Path.Combine(Folder, ".gitignore");

    /// <summary>Held during a garbage collection.</summary>
    public string CollectionLock => Path.Combine(Folder, "collect.lock");

    /// <summary>Lock files: one per process that executes runs or stages blobs, and one per running backup.</summary>
    public string Locks => Path.Combine(Folder, "locks");

    /// <summary>The files that repairs moved away, one folder per repair.</summary>
    public string Quarantine => Path.Combine(Folder, "quarantine");

    public string Artifacts => Path.Combine(Folder, "artifacts");

    /// <summary>The files of a folder that are named by a GUID, as the module does. Other files belong to other programs.</summary>
    public static IEnumerable<string> OwnFiles(string folder, string pattern) =>
        Directory.EnumerateFiles(folder, pattern).Where(path => HasOwnName(Path.GetFileName(path)));

    /// <summary>Whether a name is a GUID and an extension.</summary>
    public static bool HasOwnName(string name) =>
        name.Split('.') is [{ } guid, { } extension] && Guid.TryParseExact(guid, "N", out _) && extension.All(c => char.IsAsciiLetter(c) || c == '-');
}
