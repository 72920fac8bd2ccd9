namespace ExperimentTracker.Binding;

/// <summary>Selects series of a run by keys with wildcards.</summary>
internal sealed class SeriesFilter
{
    private readonly NamePattern[]? keys;

    private readonly string? series;

    /// <summary>Creates a filter by keys, or else by a single series. Without both it matches all series.</summary>
    public SeriesFilter(string[]? keys, string? series)
    {
        this.keys = Wildcards.ParseAll(keys);
        this.series = keys is null ? series : null;
    }

    /// <summary>Whether the filter matches all series.</summary>
    public bool IsOpen => keys is null && series is null;

    /// <summary>Returns the matching series of the run, sorted by name.</summary>
    public IEnumerable<Metric> Of(Run run)
    {
        if (series is not null || keys is null) return Series(run).Where(m => Includes(m.Key, m.Name));

        // A key that is itself the name of a series is no pattern: accuracy[setosa], loss*.
        HashSet<NamePattern> names = [.. keys.Where(k => Series(run).Any(m => k.IsExact(m.Key) || k.IsExact(m.Name)))];
        return Series(run).Where(m => keys.Any(k => names.Contains(k) ? k.IsExact(m.Key) || k.IsExact(m.Name) : Fits(k, m.Key, m.Name)));
    }

    /// <summary>Whether the filter matches a series with this key and name.</summary>
    public bool Includes(string key, string name) =>
        series is not null ? name == series : keys is null || keys.Any(k => Fits(k, key, name));

    /// <summary>Returns the keys without wildcards that match no series of the run; each is an error to report.</summary>
    public IEnumerable<string> Unmatched(Run run) => Unmatched(Series(run).Select(m => (m.Key, m.Name)));

    /// <summary>Returns the keys without wildcards that match none of these series; each is an error to report.</summary>
    public IEnumerable<string> Unmatched(IEnumerable<(string Key, string Name)> among) => keys is null ? [] : keys
        .Where(k => k.Text.IndexOfAny(['*', '?']) < 0 && !among.Any(s => Fits(k, s.Key, s.Name)))
        .Select(k => k.Text);

    private static IEnumerable<Metric> Series(Run run) => run.MetricStatistics.Values.Cast<Metric>();

    private static bool Fits(NamePattern pattern, string key, string name) => pattern.IsMatch(key) || pattern.IsMatch(name);
}
