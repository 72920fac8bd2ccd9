namespace ExperimentTracker.Binding;

/// <summary>Which series of a run are meant by keys with wildcards.</summary>
internal sealed class SeriesFilter
{
    private readonly NamePattern[]? keys;

    private readonly string? series;

    /// <summary>Makes a filter of keys, or else of the one series, or else of nothing: then all are meant.</summary>
    public SeriesFilter(string[]? keys, string? series)
    {
        this.keys = Wildcards.ParseAll(keys);
        this.series = keys is null ? series : null;
    }

    /// <summary>The series of the run that fit, in order of name.</summary>
    public IEnumerable<Metric> Of(Run run) => Series(run).Where(m =>
        series is not null ? m.Name == series : keys is null || keys.Any(k => Fits(k, m)));

    /// <summary>The keys without wildcards that fit no series of the run: each is an error to report.</summary>
    public IEnumerable<string> Unmatched(Run run) => keys is null ? [] : keys
        .Where(k => k.Text.IndexOfAny(['*', '?']) < 0 && !Series(run).Any(m => Fits(k, m)))
        .Select(k => k.Text);

    private static IEnumerable<Metric> Series(Run run) => run.MetricStatistics.Values.Cast<Metric>();

    private static bool Fits(NamePattern key, Metric metric) => key.IsMatch(metric.Key) || key.IsMatch(metric.Name);
}
