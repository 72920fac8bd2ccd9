using ExperimentTracker.Series;

namespace ExperimentTracker.Contracts.Metrics;

/// <summary>Metrics of runs in a store.</summary>
public interface IMetricStore
{
    /// <summary>Appends points to series of runs that are running. Missing series are created. Several points can have the same step.</summary>
    /// <returns>A receipt for each append, in the same order.</returns>
    /// <exception cref="TrackerException">
    /// <c>RunNotFound</c>, <c>RecordRemoved</c>, <c>RunNotOpen</c>, <c>InvalidMetricKey</c>, <c>InvalidStep</c>, <c>StepOverflow</c> or
    /// <c>LengthMismatch</c>.
    /// </exception>
    IReadOnlyList<SeriesReceipt> Append(IReadOnlyList<SeriesAppend> appends, CancellationToken cancellation);

    /// <summary>Returns the series of runs with their statistics, in the order of the given ids and then sorted by key and label.</summary>
    IReadOnlyList<Metric> List(IReadOnlyCollection<string> runIds, CancellationToken cancellation);

    /// <summary>Returns the distinct goals that live runs have for the metric with this name, ignoring case.</summary>
    IReadOnlyList<MetricGoal> Goals(string name, CancellationToken cancellation);

    /// <summary>Reads the points of a series in step order. Points of the same step are in the order they were written.</summary>
    /// <param name="metric">The series, as returned by <see cref="List"/>.</param>
    /// <param name="firstStep">The lowest step to return.</param>
    /// <param name="lastStep">The highest step to return.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    /// <exception cref="TrackerException"><c>RunNotFound</c>, <c>MetricNotFound</c> or <c>PointsDamaged</c>.</exception>
    MetricSeries Read(Metric metric, long firstStep, long lastStep, CancellationToken cancellation);

    /// <summary>
    /// Reads points of a series in step order for a chart: all, or at most <paramref name="maxPoints"/> that preserve its shape, as <see
    /// cref="SeriesThinning"/> selects them. The first and the last finite point and the lowest and highest finite values are always among them. Of
    /// a long series, only a few points of each part are read.
    /// </summary>
    /// <param name="metric">The series, as returned by <see cref="List"/>.</param>
    /// <param name="firstStep">The lowest step to return.</param>
    /// <param name="lastStep">The highest step to return.</param>
    /// <param name="maxPoints">The maximum number of points; at least 4.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    /// <exception cref="TrackerException"><c>RunNotFound</c>, <c>MetricNotFound</c> or <c>PointsDamaged</c>.</exception>
    MetricSeries ReadThinned(Metric metric, long firstStep, long lastStep, int maxPoints, CancellationToken cancellation);

    /// <summary>
    /// Reads values of a series in step order for a small chart, in a time that does not depend on its length. For a long series, these are the
    /// values of a few evenly spread chunks and the first, last, lowest and highest value; for a short series, all values.
    /// </summary>
    /// <param name="metric">The series, as returned by <see cref="List"/>.</param>
    /// <param name="chunks">The number of chunks to read; at least 2. A chunk has at most about a thousand values.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    double[] Sketch(Metric metric, int chunks, CancellationToken cancellation);
}
