namespace ExperimentTracker.Storage.Engine;

/// <summary>The right to delete rows and blobs in a garbage collection, which one process has at a time, and loses when it ends.</summary>
/// <param name="files">The paths of the store's files; <see langword="null"/> for a store in memory.</param>
internal sealed class CollectionTurn(StoreFiles? files)
{
    private readonly SemaphoreSlim inMemory = new(1, 1);

    /// <summary>Whether a process has it.</summary>
    public bool IsTaken => files is null ? inMemory.CurrentCount == 0 : !FileLock.IsFree(files.CollectionLock);

    /// <summary>Waits for it.</summary>
    public IDisposable Enter(CancellationToken cancellation)
    {
        if (files is not null) return FileLock.Acquire(files.CollectionLock, cancellation);
        inMemory.Wait(cancellation);
        return new Released(inMemory);
    }

    /// <summary>Takes it if no process has it; otherwise returns <see langword="null"/>.</summary>
    public IDisposable? TryEnter()
    {
        if (files is not null) return FileLock.TryAcquire(files.CollectionLock, FileMode.OpenOrCreate);
        return inMemory.Wait(0) ? new Released(inMemory) : null;
    }

    private sealed class Released(SemaphoreSlim semaphore) : IDisposable
    {
        public void Dispose() => semaphore.Release();
    }
}
