namespace ExperimentTracker.Storage.Engine;

/// <summary>The right to collect of a store in a folder: a lock file; of one in memory, a lock of this process.</summary>
/// <param name="files">The paths of the store's files; <see langword="null"/> for a store in memory.</param>
internal sealed class FileCollectionTurn(StoreFiles? files) : CollectionTurn
{
    private readonly SemaphoreSlim inMemory = new(1, 1);

    public override bool IsTaken => files is null ? inMemory.CurrentCount == 0 : !FileLock.IsFree(files.CollectionLock);

    public override IDisposable Enter(CancellationToken cancellation)
    {
        if (files is not null) return FileLock.Acquire(files.CollectionLock, cancellation);
        inMemory.Wait(cancellation);
        return new Released(inMemory);
    }

    public override IDisposable? TryEnter()
    {
        if (files is not null) return FileLock.TryAcquire(files.CollectionLock, FileMode.OpenOrCreate);
        return inMemory.Wait(0) ? new Released(inMemory) : null;
    }

    private sealed class Released(SemaphoreSlim semaphore) : IDisposable
    {
        public void Dispose() => semaphore.Release();
    }
}
