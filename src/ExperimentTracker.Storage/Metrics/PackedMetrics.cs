namespace ExperimentTracker.Storage.Metrics;

/// <summary>
/// The metrics of a run, in some twenty bytes for a metric with one point and at most a hundred for others. A <see cref="Metric"/> has two hundred, and most of
/// the runs that are read are only counted, filtered or shown with one or two of their metrics.
/// </summary>
/// <param name="runId">The id of the run: the string object of the run itself, which is the key of their source store.</param>
/// <param name="names">The series, which runs share.</param>
/// <param name="statistics">The statistics of these series.</param>
internal sealed class PackedMetrics(string runId, SeriesName[] names, byte[] statistics) : DeferredEntries
{
    /// <summary>The last value of each metric.</summary>
    public DeferredEntries LastValues => new Values(names, statistics);

    /// <inheritdoc/>
    public override IEnumerable<KeyValuePair<string, object?>> Create()
    {
        var reader = new PackedStatistics.Reader(statistics);
        return [.. names.Select(name => KeyValuePair.Create(name.Name, (object?)name.ToMetric(runId, reader.Read())))];
    }

    private sealed class Values(SeriesName[] names, byte[] statistics) : DeferredEntries
    {
        public override IEnumerable<KeyValuePair<string, object?>> Create()
        {
            var reader = new PackedStatistics.Reader(statistics);
            return [.. names.Select(name => KeyValuePair.Create(name.Name, (object?)reader.Read().Last))];
        }
    }
}
