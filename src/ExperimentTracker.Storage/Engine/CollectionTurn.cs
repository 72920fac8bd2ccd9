namespace ExperimentTracker.Storage.Engine;

/// <summary>The right to delete rows and blobs in a garbage collection, which one process has at a time, and loses when it ends.</summary>
internal abstract class CollectionTurn
{
    /// <summary>Whether a process has it.</summary>
    public abstract bool IsTaken { get; }

    /// <summary>Waits for it.</summary>
    public abstract IDisposable Enter(CancellationToken cancellation);

    /// <summary>Takes it if no process has it; otherwise returns <see langword="null"/>.</summary>
    public abstract IDisposable? TryEnter();
}
