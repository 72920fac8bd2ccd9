namespace ExperimentTracker.Storage.Engine;

/// <summary>What lies where in a store's folder.</summary>
internal sealed class StoreFiles(string folder)
{
    public const string DatabaseName = "tracker.db";

    /// <summary>What <see cref="GitIgnore"/> says.</summary>
    public const string IgnoreAll = "*\n";

    public string Folder { get; } = folder;

    public string Database => Path.Combine(Folder, DatabaseName);

    public string Journal => Database + "-wal";

    /// <summary>Held while the store is created or migrated.</summary>
    public string CreationLock => Path.Combine(Folder, "tracker.lock");

    /// <summary>Keeps the store out of a git work tree around it.</summary>
    public string GitIgnore => Path.Combine(Folder, ".gitignore");

    /// <summary>Held while what was removed is collected.</summary>
    public string CollectionLock => Path.Combine(Folder, "collect.lock");

    /// <summary>One file a process that runs something or takes contents in, and one a backup that is being made.</summary>
    public string Locks => Path.Combine(Folder, "locks");

    /// <summary>What repairs set aside, one folder each.</summary>
    public string Quarantine => Path.Combine(Folder, "quarantine");

    public string Artifacts => Path.Combine(Folder, "artifacts");

    /// <summary>The files of a folder that are named by a GUID, as ours are. Others in it are somebody else's.</summary>
    public static IEnumerable<string> NamedByUs(string folder, string pattern) =>
        Directory.EnumerateFiles(folder, pattern).Where(path => IsNamedByUs(Path.GetFileName(path)));

    /// <summary>Whether a name is a GUID and an extension.</summary>
    public static bool IsNamedByUs(string name) =>
        name.Split('.') is [{ } guid, { } extension] && Guid.TryParseExact(guid, "N", out _) && extension.All(c => char.IsAsciiLetter(c) || c == '-');
}
