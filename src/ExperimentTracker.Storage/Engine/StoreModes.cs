using ExperimentTracker.Values;

namespace ExperimentTracker.Storage.Engine;

/// <summary>
/// Creates the files and folders within a store. They get the permissions of the database, which only its owner can access when it is created. To share a
/// store, its owner widens the permissions of its files and folders, and new ones follow.
/// </summary>
internal static class StoreModes
{
    // artifacts/sha256/ab/cd… is the deepest path.
    private const int DeepestFolder = 4;

    /// <summary>Opens a file of a store, or creates it.</summary>
    public static FileStream Open(string path, FileMode open, FileAccess access, FileShare share) =>
        PrivateFiles.Open(path, open, access, share, bufferSize: 0, open == FileMode.Open ? PrivateFiles.OwnerFile : ModeFor(path));

    /// <summary>Creates a file with content.</summary>
    public static void Write(string path, string content) => PrivateFiles.Write(path, content, ModeFor(path));

    /// <summary>Creates a folder of a store, and the folders above it within the store.</summary>
    public static void CreateFolder(string path)
    {
        if (Directory.Exists(path)) return;
        if (Path.GetDirectoryName(path) is { } parent) CreateFolder(parent);
        PrivateFiles.CreateFolder(path, Enterable(ModeFor(path)));
    }

    private static UnixFileMode ModeFor(string path)
    {
        if (OperatingSystem.IsWindows()) return PrivateFiles.OwnerFile;
        string? folder = Path.GetDirectoryName(path);
        for (int depth = 0; folder is not null && depth < DeepestFolder; depth++, folder = Path.GetDirectoryName(folder))
        {
            string database = new StoreFiles(folder).Database;
            if (File.Exists(database)) return File.GetUnixFileMode(database) | PrivateFiles.OwnerFile;
        }

        return PrivateFiles.OwnerFile;
    }

    private static UnixFileMode Enterable(UnixFileMode mode) => mode
        | (mode.HasFlag(UnixFileMode.UserRead) ? UnixFileMode.UserExecute : UnixFileMode.None)
        | (mode.HasFlag(UnixFileMode.GroupRead) ? UnixFileMode.GroupExecute : UnixFileMode.None)
        | (mode.HasFlag(UnixFileMode.OtherRead) ? UnixFileMode.OtherExecute : UnixFileMode.None);
}
