namespace ExperimentTracker.Storage.Engine;

/// <summary>
/// Pins of long readers, such as backups: while any process holds one, no garbage collection marks blobs for deletion. A store in memory has none, because it
/// reads everything at once.
/// </summary>
/// <param name="files">The paths of the store's files; <see langword="null"/> for a store in memory.</param>
internal sealed class StorePins(StoreFiles? files)
{
    private const string Extension = ".pin";

    /// <summary>Prevents the deletion of blobs by any process until the pin is disposed.</summary>
    /// <returns>The pin, or <see langword="null"/> if none can be set and no process can collect.</returns>
    public IDisposable? Pin()
    {
        if (files is null) return null;
        try
        {
            return new HeldPin(FileLock.Create(files.Locks, Extension));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Without write access to the folder, no process can collect.
            return null;
        }
    }

    /// <summary>Whether any process holds a pin.</summary>
    public bool AreHeld() => files is not null && FileLock.IsAnyHeld(files.Locks, "*" + Extension);

    // If the process is killed, the file stays until the next check deletes it.
    private sealed class HeldPin(FileStream file) : IDisposable
    {
        public void Dispose()
        {
            file.Dispose();
            FileLock.TryDelete(file.Name);
        }
    }
}
