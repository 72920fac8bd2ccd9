namespace ExperimentTracker.Web.Json;

/// <summary>The parameters, metrics and tags that the rows of a table have.</summary>
internal sealed class RowColumns
{
    private readonly HashSet<string> parameters = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> metrics = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> tags = new(StringComparer.OrdinalIgnoreCase);
    private readonly bool all;

    private RowColumns(bool all) => this.all = all;

    /// <summary>All columns.</summary>
    public static RowColumns All { get; } = new(true);

    /// <summary>The parts of runs that the columns need.</summary>
    public RunParts Parts => all ? RunParts.All
        : (parameters.Count > 0 ? RunParts.Parameters : 0) | (metrics.Count > 0 ? RunParts.Metrics : 0) | (tags.Count > 0 ? RunParts.Tags : 0);

    /// <summary>Reads columns: <c>p:name</c>, <c>m:name</c> and <c>t:name</c>. None, or <c>all</c>, means all.</summary>
    public static RowColumns Parse(IReadOnlyList<string> columns)
    {
        if (columns.Count == 0 || columns.Contains("all")) return All;
        var chosen = new RowColumns(false);
        foreach (string column in columns)
        {
            if (column.StartsWith("p:", StringComparison.Ordinal)) chosen.parameters.Add(column[2..]);
            else if (column.StartsWith("m:", StringComparison.Ordinal)) chosen.metrics.Add(column[2..]);
            else if (column.StartsWith("t:", StringComparison.Ordinal)) chosen.tags.Add(column[2..]);
        }

        return chosen;
    }

    /// <summary>Whether there is a column for the parameter.</summary>
    public bool HasParameter(string name) => all || parameters.Contains(name);

    /// <summary>Whether there is a column for the metric.</summary>
    public bool HasMetric(string name) => all || metrics.Contains(name);

    /// <summary>Whether there is a column for the tag.</summary>
    public bool HasTag(string name) => all || tags.Contains(name);
}
