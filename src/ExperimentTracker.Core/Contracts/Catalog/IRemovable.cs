namespace ExperimentTracker.Contracts.Catalog;

/// <summary>What projects, experiments and runs have in common: they are changed one by one, and removed and restored by id.</summary>
public interface IRemovable
{
    /// <summary>Removes records, softly: they disappear from queries and can be restored until the store is optimised.</summary>
    /// <exception cref="TrackerException">
    /// <c>…NotFound</c>; <c>RunIsRunning</c> when a run among them, or of them, has not ended.
    /// </exception>
    void Remove(IReadOnlyCollection<string> ids, CancellationToken cancellation);

    /// <summary>Brings removed records back.</summary>
    /// <exception cref="TrackerException"><c>…NotFound</c>, <c>…Exists</c> when the name was taken meanwhile, or <c>ParentRemoved</c>.</exception>
    void Restore(IReadOnlyCollection<string> ids, CancellationToken cancellation);

    /// <summary>What removing these would take with it.</summary>
    RemovalSummary EstimateRemoval(IReadOnlyCollection<string> ids, CancellationToken cancellation);
}
