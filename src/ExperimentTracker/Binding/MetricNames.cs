using ExperimentTracker.Rules;

namespace ExperimentTracker.Binding;

/// <summary>Selects metrics by names with wildcards.</summary>
internal static class MetricNames
{
    /// <summary>
    /// Returns the distinct names of the runs' metrics that match. A string that is a name selects only that name: <c>accuracy[setosa]</c> is not a
    /// pattern then. Strings without a match are passed to <paramref name="unmatched"/>.
    /// </summary>
    public static IReadOnlyList<string> Find(IEnumerable<string> texts, IEnumerable<Run> runs, Action<string>? unmatched = null) =>
        Find(texts, runs.SelectMany(r => r.MetricStatistics.Pairs).Select(p => p.Key), unmatched);

    /// <summary>Returns those of the names that match.</summary>
    public static IReadOnlyList<string> Find(IEnumerable<string> texts, IEnumerable<string> names, Action<string>? unmatched = null)
    {
        var known = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (string name in names) known.TryAdd(Names.Fold(name), name);
        var found = new List<string>();
        foreach (string text in texts)
        {
            string[] fitting = [.. Wildcards.ParseAll([text]).Select(known.Values, name => name)];
            if (fitting.Length == 0) unmatched?.Invoke(text);
            found.AddRange(fitting.Where(name => !found.Contains(name)));
        }

        return found;
    }
}
