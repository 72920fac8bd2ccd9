namespace ExperimentTracker.Contracts.Catalog;

/// <summary>Records that can be removed and restored by id.</summary>
public interface IRemovable
{
    /// <summary>Removes records. They are excluded from queries, and can be restored until a garbage collection.</summary>
    /// <exception cref="TrackerException">
    /// <c>…NotFound</c>; <c>RunIsRunning</c> when one of the runs, or a run that belongs to one of the records, has not ended.
    /// </exception>
    void Remove(IReadOnlyCollection<string> ids, CancellationToken cancellation);

    /// <summary>Restores removed records.</summary>
    /// <exception cref="TrackerException"><c>…NotFound</c>, <c>…Exists</c> when another record has the name meanwhile, or <c>ParentRemoved</c>.</exception>
    void Restore(IReadOnlyCollection<string> ids, CancellationToken cancellation);

    /// <summary>Counts what would be removed together with these records.</summary>
    RemovalSummary EstimateRemoval(IReadOnlyCollection<string> ids, CancellationToken cancellation);
}
