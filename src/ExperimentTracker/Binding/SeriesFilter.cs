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

    /// <summary>Whether it names nothing, and lets all through.</summary>
    public bool IsOpen => keys is null && series is null;

    /// <summary>The series of the run that fit, in order of name.</summary>
    public IEnumerable<Metric> Of(Run run) => Series(run).Where(m => Includes(m.Key, m.Name));

    /// <summary>Whether a series of that key and name is meant.</summary>
    public bool Includes(string key, string name) =>
        series is not null ? name == series : keys is null || keys.Any(k => Fits(k, key, name));

    /// <summary>The keys without wildcards that fit no series of the run: each is an error to report.</summary>
    public IEnumerable<string> Unmatched(Run run) => Unmatched(Series(run).Select(m => (m.Key, m.Name)));

    /// <summary>The keys without wildcards that fit none of these series: each is an error to report.</summary>
    public IEnumerable<string> Unmatched(IEnumerable<(string Key, string Name)> among) => keys is null ? [] : keys
        .Where(k => k.Text.IndexOfAny(['*', '?']) < 0 && !among.Any(s => Fits(k, s.Key, s.Name)))
        .Select(k => k.Text);

    private static IEnumerable<Metric> Series(Run run) => run.MetricStatistics.Values.Cast<Metric>();

    private static bool Fits(NamePattern pattern, string key, string name) => pattern.IsMatch(key) || pattern.IsMatch(name);
}
