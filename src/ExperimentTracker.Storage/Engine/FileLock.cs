namespace ExperimentTracker.Storage.Engine;

/// <summary>An exclusive lock on a file, which the operating system lets go of when the process ends, however it ends.</summary>
internal static class FileLock
{
    // Creating, migrating and collecting hold it for milliseconds to seconds; a look at the file costs some microseconds.
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

    /// <summary>Takes the lock if it is free.</summary>
    /// <returns><see langword="null"/> when somebody holds it.</returns>
    /// <exception cref="IOException">The file cannot be opened for another reason, such as that it does not exist.</exception>
    public static FileStream? TryAcquire(string path, FileMode mode)
    {
        try
        {
            return new FileStream(path, mode, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException e) when (e is not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException) && IsHeld(e))
        {
            return null;
        }
    }

    /// <summary>Makes a file in a folder, named by a GUID, and holds it.</summary>
    public static FileStream Create(string folder, string extension)
    {
        Directory.CreateDirectory(folder);
        while (true)
        {
            string path = Path.Combine(folder, $"{Guid.NewGuid():N}{extension}");
            FileStream? file = TryAcquire(path, FileMode.CreateNew);
            if (file is null) continue;

            // Between creating and locking, somebody who cleans up may have found it free and deleted it.
            if (File.Exists(path)) return file;
            file.Dispose();
        }
    }

    /// <summary>Whether nobody holds a file, or it is not there.</summary>
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
            // Another user's: whether it is held cannot be found out.
            return false;
        }
    }

    /// <summary>Whether somebody holds one of the files of a folder; those that nobody holds are deleted.</summary>
    public static bool IsAnyHeld(string folder, string pattern)
    {
        if (!Directory.Exists(folder)) return false;
        bool held = false;
        foreach (string path in StoreFiles.NamedByUs(folder, pattern)) held |= !TryDelete(path);
        return held;
    }

    /// <summary>
    /// Whether locks are seen at all in a folder: some file systems grant every one, and .NET takes none where it is told not to
    /// (<c>DOTNET_SYSTEM_IO_DISABLEFILELOCKING</c>). A file that this process holds and can take once more says no.
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

    /// <summary>Deletes a lock file that nobody holds.</summary>
    /// <returns>Whether it is gone.</returns>
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
            // Another user's, whose state cannot be found out; or the folder is write-protected.
            return false;
        }
    }

    // EWOULDBLOCK of flock(2) on Linux and macOS; ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION on Windows.
    private static bool IsHeld(IOException error) => (error.HResult & 0xFFFF) is 11 or 35 or 32 or 33;
}
