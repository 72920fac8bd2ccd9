using ExperimentTracker.Web.Http;

namespace ExperimentTracker.Web.Reading;

/// <summary>Reads the order of a table: <c>created</c>, <c>p:lr</c>, <c>m:loss</c>, <c>m:loss:min</c>, <c>t:team</c> …</summary>
internal static class RunOrders
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["created"] = nameof(Run.CreatedAt),
        ["started"] = nameof(Run.StartedAt),
        ["ended"] = nameof(Run.EndedAt),
        ["duration"] = nameof(Run.Duration),
        ["name"] = nameof(Run.Name),
        ["path"] = nameof(Run.Path),
        ["number"] = nameof(Run.Number),
        ["status"] = nameof(Run.Status),
        ["experiment"] = nameof(Run.Experiment),
        ["description"] = nameof(Run.Description),
    };

    private static readonly Dictionary<string, string> Statistics = new(StringComparer.Ordinal)
    {
        ["last"] = nameof(Metric.Last),
        ["min"] = nameof(Metric.Min),
        ["max"] = nameof(Metric.Max),
        ["mean"] = nameof(Metric.Mean),
        ["first"] = nameof(Metric.First),
        ["count"] = nameof(Metric.Count),
        ["lastStep"] = nameof(Metric.LastStep),
    };

    /// <summary>Returns the order, or <see langword="null"/> for newest first.</summary>
    /// <param name="text">The order.</param>
    /// <param name="descending">Whether the highest value comes first.</param>
    /// <param name="goalsOf">Returns the goals that runs have for a metric, for its best value.</param>
    /// <exception cref="HttpProblem">There is no such order.</exception>
    public static RunOrder? Parse(string? text, bool descending, Func<string, IReadOnlyList<MetricGoal>> goalsOf)
    {
        if (text is null || (text == "created" && descending)) return null;
        if (Names.TryGetValue(text, out string? name)) return new(new RunProperty(name), descending);
        if (text.Length < 3 || text[1] != ':') throw HttpProblem.Bad($"Runs have no order '{text}'. Use {string.Join(", ", Names.Keys)}, p:parameter, t:tag, m:metric or m:metric:min.");
        string key = text[2..];
        return text[0] switch
        {
            'p' => new(new RunProperty(nameof(Run.Parameters), key), descending),
            't' => new(new RunProperty(nameof(Run.Tags), key), descending),
            'm' => new(OfMetric(key, goalsOf), descending),
            _ => throw HttpProblem.Bad($"Runs have no order '{text}'."),
        };
    }

    private static RunProperty OfMetric(string key, Func<string, IReadOnlyList<MetricGoal>> goalsOf)
    {
        int colon = key.LastIndexOf(':');
        string? statistic = colon > 0 ? key[(colon + 1)..] : null;
        if (statistic == "best")
        {
            string metric = key[..colon];
            return new(nameof(Run.MetricStatistics), metric, goalsOf(metric) is [MetricGoal.Maximize] ? nameof(Metric.Max) : nameof(Metric.Min));
        }

        if (statistic is null or "last" || !Statistics.TryGetValue(statistic, out string? property)) return new(nameof(Run.Metrics), statistic == "last" ? key[..colon] : key);
        return new(nameof(Run.MetricStatistics), key[..colon], property);
    }
}
