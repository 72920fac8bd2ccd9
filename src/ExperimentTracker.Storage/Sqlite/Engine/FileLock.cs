namespace ExperimentTracker.Storage.Sqlite;

/// <summary>An exclusive lock on a file, which the operating system lets go of when the process ends, however it ends.</summary>
internal static class FileLock
{
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

    // EWOULDBLOCK of flock(2) on Linux and macOS; ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION on Windows.
    private static bool IsHeld(IOException error) => (error.HResult & 0xFFFF) is 11 or 35 or 32 or 33;
}
