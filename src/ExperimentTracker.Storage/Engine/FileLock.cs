namespace ExperimentTracker.Storage.Engine;

/// <summary>An exclusive lock on a file, which the operating system releases when the process ends for any reason.</summary>
internal static class FileLock
{
    // Creating, migrating and collecting hold it for milliseconds to seconds; a check of the file takes some microseconds.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Waits for the lock.</summary>
    public static IDisposable Acquire(string path, CancellationToken cancellation)
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            if (TryAcquire(path, FileMode.OpenOrCreate) is { } held) return held;
            cancellation.WaitHandle.WaitOne(Pause);
        }
    }

    /// <summary>Acquires the lock if it is free.</summary>
    /// <returns><see langword="null"/> if the lock is held.</returns>
    /// <exception cref="IOException">The file cannot be opened for another reason, for example because it does not exist.</exception>
    public static FileStream? TryAcquire(string path, FileMode mode)
    {
        try
        {
            return StoreModes.Open(path, mode, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e is not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException) && IsHeld(e))
        {
            return null;
        }
    }

    /// <summary>Creates a file named by a GUID in a folder, and locks it.</summary>
    public static FileStream Create(string folder, string extension)
    {
        StoreModes.CreateFolder(folder);
        while (true)
        {
            string path = Path.Combine(folder, $"{Guid.NewGuid():N}{extension}");
            FileStream? file = TryAcquire(path, FileMode.CreateNew);
            if (file is null) continue;

            // Between creating and locking, a cleanup may have found it free and deleted it.
            if (File.Exists(path)) return file;
            file.Dispose();
        }
    }

    /// <summary>Whether a lock is free, or its file does not exist.</summary>
    public static bool IsFree(string path)
    {
        try
        {
            using FileStream? free = TryAcquire(path, FileMode.Open);
            return free is not null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            // A file of another user: whether its lock is held cannot be determined.
            return false;
        }
    }

    /// <summary>Whether one of the locks in a folder is held; files with free locks are deleted.</summary>
    public static bool IsAnyHeld(string folder, string pattern)
    {
        if (!Directory.Exists(folder)) return false;
        bool held = false;
        foreach (string path in StoreFiles.OwnFiles(folder, pattern)) held |= !TryDelete(path);
        return held;
    }

    /// <summary>
    /// Whether locks work in a folder: some file systems grant every lock, and .NET locks nothing if it is disabled
    /// (<c>DOTNET_SYSTEM_IO_DISABLEFILELOCKING</c>). They do not work if this process can acquire a lock twice.
    /// </summary>
    public static bool WorksIn(string folder)
    {
        try
        {
            using FileStream held = Create(folder, ".lock");
            using FileStream? again = TryAcquire(held.Name, FileMode.Open);
            File.Delete(held.Name);
            return again is null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Deletes a lock file whose lock is free.</summary>
    /// <returns>Whether it was deleted.</returns>
    public static bool TryDelete(string path)
    {
        try
        {
            using FileStream? free = TryAcquire(path, FileMode.Open);
            if (free is null) return false;
            File.Delete(path);
            return true;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A file of another user, whose state cannot be determined; or the folder is write-protected.
            return false;
        }
    }

    // EWOULDBLOCK of flock(2) on Linux and macOS; ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION on Windows.
    private static bool IsHeld(IOException error) => (error.HResult & 0xFFFF) is 11 or 35 or 32 or 33;
}
