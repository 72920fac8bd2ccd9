namespace ExperimentTracker.Storage.Engine;

/// <summary>The pins of a store in a folder: files that are held open. A store in memory has none, because it reads everything at once.</summary>
/// <param name="files">The paths of the store's files; <see langword="null"/> for a store in memory.</param>
internal sealed class FilePins(StoreFiles? files) : StorePins
{
    private const string Extension = ".pin";

    public override IDisposable? Pin()
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

    public override bool AreHeld(StoreConnection connection) => files is not null && FileLock.IsAnyHeld(files.Locks, "*" + Extension);

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
