namespace ExperimentTracker.Contracts.Metrics;

/// <summary>Epochs and results of runs in a store.</summary>
public interface IEvaluationStore
{
    /// <summary>Adds epochs or results to runs that are running, and adds their values to the series of the runs, in one transaction.</summary>
    /// <exception cref="TrackerException">
    /// <c>RunNotFound</c>, <c>RecordRemoved</c>, <c>RunNotOpen</c>, <c>EpochExists</c>, <c>ResultExists</c>, <c>EpochIdExists</c>, <c>ResultIdExists</c>,
    /// <c>InvalidId</c>, <c>InvalidMetricKey</c> or <c>InvalidStep</c>.
    /// </exception>
    IReadOnlyList<Evaluation> Add(IReadOnlyList<EvaluationDraft> drafts, CancellationToken cancellation);

    /// <summary>Returns epochs or results.</summary>
    IReadOnlyList<Evaluation> Query(EvaluationQuery query, CancellationToken cancellation);
}
