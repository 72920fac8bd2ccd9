using ExperimentTracker.Series;

namespace ExperimentTracker.Contracts.Metrics;

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

    /// <summary>The goals that live runs have for the metric of that name, in any case; each once.</summary>
    IReadOnlyList<MetricGoal> Goals(string name, CancellationToken cancellation);

    /// <summary>The points of a series in step order, those of one step in the order they were written.</summary>
    /// <param name="metric">The series, as <see cref="List"/> gave it.</param>
    /// <param name="firstStep">The lowest step to give.</param>
    /// <param name="lastStep">The highest step to give.</param>
    /// <param name="cancellation">Stops reading.</param>
    /// <exception cref="TrackerException"><c>RunNotFound</c>, <c>MetricNotFound</c> or <c>PointsDamaged</c>.</exception>
    MetricSeries Read(Metric metric, long firstStep, long lastStep, CancellationToken cancellation);

    /// <summary>
    /// Values of a series in step order for a picture of it, at a cost that does not grow with its length: of a long one those of some
    /// pieces, evenly spread, with the first, the last, the lowest and the highest; of a short one all.
    /// </summary>
    /// <param name="metric">The series, as <see cref="List"/> gave it.</param>
    /// <param name="pieces">How many pieces to read; at least 2. One has about a thousand values at most.</param>
    /// <param name="cancellation">Stops reading.</param>
    double[] Sketch(Metric metric, int pieces, CancellationToken cancellation);
}
