namespace ExperimentTracker.Filters;

/// <summary>A property of a run that runs are filtered or sorted by.</summary>
/// <param name="Name">The property of <see cref="Run"/>: <c>Status</c>, <c>Parameters</c>, <c>Metrics</c> …</param>
/// <param name="Key">The key within parameters, metrics, statistics or tags.</param>
/// <param name="Statistic">The name of a statistic of a metric: a property of <see cref="Metric"/>.</param>
public sealed record RunProperty(string Name, string? Key = null, string? Statistic = null)
{
    private static readonly Dictionary<string, string> Properties = NamesOf(typeof(Run));
    private static readonly Dictionary<string, string> Statistics = NamesOf(typeof(Metric));
    private static readonly Dictionary<string, string> Origins = NamesOf(typeof(RunOrigin));
    private static readonly Dictionary<string, string> Errors = NamesOf(typeof(RunError));

    /// <summary>The name of the same property in local time, for a date in UTC; the name itself for other properties.</summary>
    public string LocalName => Name.EndsWith("Utc", StringComparison.Ordinal) ? Name[..^3] : Name;

    /// <summary>Whether the property is a dictionary whose values are looked up by key.</summary>
    public static bool IsKeyed(string name) =>
        name is nameof(Run.Parameters) or nameof(Run.Metrics) or nameof(Run.MetricStatistics) or nameof(Run.Tags);

    /// <summary>The name of a property of runs with its correct case, or <see langword="null"/> when there is none.</summary>
    public static string? Find(string name) => Properties.GetValueOrDefault(name);

    /// <summary>The name of a property of <see cref="Metric"/> with its correct case, or <see langword="null"/> when there is none.</summary>
    public static string? FindStatistic(string name) => Statistics.GetValueOrDefault(name);

    /// <summary>The name of a property of <see cref="RunOrigin"/> with its correct case, or <see langword="null"/> when there is none.</summary>
    public static string? FindOrigin(string name) => Origins.GetValueOrDefault(name);

    /// <summary>The name of a property of <see cref="RunError"/> with its correct case, or <see langword="null"/> when there is none.</summary>
    public static string? FindError(string name) => Errors.GetValueOrDefault(name);

    /// <summary>The names of all properties of runs.</summary>
    public static IReadOnlyCollection<string> Names => Properties.Keys;

    /// <summary>Parses <c>StartedAt</c>, <c>Metrics.val/loss</c>, <c>MetricStatistics.loss.Min</c> …</summary>
    /// <exception cref="TrackerException"><c>FilterUnknownProperty</c>.</exception>
    public static RunProperty Parse(string text)
    {
        int dot = text.IndexOf('.', StringComparison.Ordinal);
        string name = Find(dot < 0 ? text : text[..dot]) ?? throw FilterErrors.UnknownProperty(text, null);
        if (!IsKeyed(name)) return dot < 0 ? new(name) : throw FilterErrors.UnknownProperty(text, null);
        string key = dot < 0 ? "" : text[(dot + 1)..];
        if (key.Length == 0) throw FilterErrors.UnknownProperty(text, null);
        if (name != nameof(Run.MetricStatistics)) return new(name, key);
        int last = key.LastIndexOf('.');
        return last > 0 && FindStatistic(key[(last + 1)..]) is { } statistic ? new(name, key[..last], statistic) : throw FilterErrors.UnknownProperty(text, null);
    }

    /// <summary>The text that <see cref="Parse"/> reads: <c>Metrics.loss</c>.</summary>
    public override string ToString() => string.Join('.', new[] { Name, Key, Statistic }.Where(p => p is not null));

    private static Dictionary<string, string> NamesOf(Type type) =>
        type.GetProperties(System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.Instance)
            .Where(p => p.GetIndexParameters().Length == 0).ToDictionary(p => p.Name, p => p.Name, StringComparer.OrdinalIgnoreCase);
}
