namespace ExperimentTracker.Contracts.Metrics;

/// <summary>Distributions of runs in a store.</summary>
public interface IDistributionStore
{
    /// <summary>Adds distributions to runs that are running. Several can have the same step.</summary>
    /// <returns>The distributions, in the same order.</returns>
    /// <exception cref="TrackerException">
    /// <c>RunNotFound</c>, <c>RecordRemoved</c>, <c>RunNotOpen</c>, <c>InvalidMetricKey</c>, <c>InvalidStep</c>, <c>StepOverflow</c>, <c>InvalidTimestamp</c>
    /// or <c>InvalidBins</c>.
    /// </exception>
    IReadOnlyList<Distribution> Add(IReadOnlyList<DistributionDraft> drafts, CancellationToken cancellation);

    /// <summary>Returns the keys of a run's distributions, sorted. Those that differ in case are one key.</summary>
    IReadOnlyList<string> Keys(string runId, CancellationToken cancellation);

    /// <summary>
    /// Returns distributions of a run, sorted by key and step; those of one step are in the order they were written. They are read in pages; no transaction
    /// stays open between them.
    /// </summary>
    IEnumerable<Distribution> Query(DistributionQuery query, CancellationToken cancellation);
}
