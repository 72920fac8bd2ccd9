namespace ExperimentTracker.Storage.Engine;

/// <summary>Pins of long readers, such as backups: while any process holds one, no garbage collection marks blobs for deletion.</summary>
internal abstract class StorePins
{
    /// <summary>Prevents the deletion of blobs by any process until the pin is disposed.</summary>
    /// <returns>The pin, or <see langword="null"/> if none can be set and no process can collect.</returns>
    public abstract IDisposable? Pin();

    /// <summary>Whether any process holds a pin, asked in the transaction that would mark blobs.</summary>
    public abstract bool AreHeld(StoreConnection connection);
}
