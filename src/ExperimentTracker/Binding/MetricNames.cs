using ExperimentTracker.Rules;

namespace ExperimentTracker.Binding;

/// <summary>Which metrics are meant by names with wildcards.</summary>
internal static class MetricNames
{
    /// <summary>
    /// The names of the runs' metrics that fit, each once. A text that is a name means just that one: <c>accuracy[setosa]</c> is not taken
    /// for a pattern then. What fits none is given to <paramref name="unmatched"/>.
    /// </summary>
    public static IReadOnlyList<string> Find(IEnumerable<string> texts, IEnumerable<Run> runs, Action<string>? unmatched = null)
    {
        var known = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (string name in runs.SelectMany(r => r.MetricStatistics.Pairs).Select(p => p.Key)) known.TryAdd(Names.Fold(name), name);
        var found = new List<string>();
        foreach (string text in texts)
        {
            var pattern = new NamePattern(text);
            string[] fitting = known.TryGetValue(Names.Fold(text), out string? same) ? [same] : [.. known.Values.Where(pattern.IsMatch)];
            if (fitting.Length == 0) unmatched?.Invoke(text);
            found.AddRange(fitting.Where(name => !found.Contains(name)));
        }

        return found;
    }
}
