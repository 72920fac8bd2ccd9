namespace ExperimentTracker;

/// <summary>Metrics of runs in a store.</summary>
public interface IMetricStore
{
    /// <summary>
    /// Appends points to series of runs that are running; series are made as needed. A step twice is two points.
    /// </summary>
    /// <returns>A receipt for each append, in their order.</returns>
    /// <exception cref="TrackerException">
    /// <c>RunNotFound</c>, <c>RecordRemoved</c>, <c>RunNotOpen</c>, <c>InvalidMetricKey</c>, <c>InvalidStep</c>, <c>StepOverflow</c> or
    /// <c>LengthMismatch</c>.
    /// </exception>
    IReadOnlyList<SeriesReceipt> Append(IReadOnlyList<SeriesAppend> appends, CancellationToken cancellation);

    /// <summary>The series of runs with their statistics, by run in the order given and then by key and label.</summary>
    IReadOnlyList<Metric> List(IReadOnlyCollection<string> runIds, CancellationToken cancellation);

    /// <summary>The points of a series in step order, those of one step in the order they were written.</summary>
    /// <param name="metric">The series, as <see cref="List"/> gave it.</param>
    /// <param name="firstStep">The lowest step to give.</param>
    /// <param name="lastStep">The highest step to give.</param>
    /// <param name="cancellation">Stops reading.</param>
    /// <exception cref="TrackerException"><c>RunNotFound</c>, <c>MetricNotFound</c> or <c>PointsDamaged</c>.</exception>
    MetricSeries Read(Metric metric, long firstStep, long lastStep, CancellationToken cancellation);
}
