namespace ExperimentTracker.Values;

/// <summary>Creates files and folders that only their owner can access, whatever the umask of the process.</summary>
public static class PrivateFiles
{
    /// <summary>The mode of files: read and write by the owner.</summary>
    public const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The mode of folders: full access by the owner.</summary>
    public const UnixFileMode OwnerFolder = OwnerFile | UnixFileMode.UserExecute;

    /// <summary>Opens a file, and creates it with this mode if the file mode says so.</summary>
    public static FileStream Open(
        string path, FileMode open, FileAccess access, FileShare share, int bufferSize = 0, UnixFileMode mode = OwnerFile)
    {
        var options = new FileStreamOptions { Mode = open, Access = access, Share = share, BufferSize = bufferSize };
        if (!OperatingSystem.IsWindows() && open is not (FileMode.Open or FileMode.Truncate)) options.UnixCreateMode = mode;
        return new FileStream(path, options);
    }

    /// <summary>Creates a file with content.</summary>
    public static void Write(string path, string content, UnixFileMode mode = OwnerFile)
    {
        using FileStream file = Open(path, FileMode.Create, FileAccess.Write, FileShare.None, mode: mode);
        using var writer = new StreamWriter(file);
        writer.Write(content);
    }

    /// <summary>Creates a folder with this mode. Folders above it that do not exist get the mode of the umask.</summary>
    public static void CreateFolder(string path, UnixFileMode mode = OwnerFolder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, mode);
    }
}
