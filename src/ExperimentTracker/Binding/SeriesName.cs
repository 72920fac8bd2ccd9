namespace ExperimentTracker.Binding;

/// <summary>The name of a series as people write it.</summary>
internal static class SeriesName
{
    /// <summary>Takes <c>accuracy[setosa]</c> apart into key and label, unless a label was given.</summary>
    public static (string Key, string? Label) Parse(string name, string? label)
    {
        if (!string.IsNullOrEmpty(label)) return (name, label);
        int open = name.IndexOf('[', StringComparison.Ordinal);
        return open > 0 && name.EndsWith(']') && open < name.Length - 2 ? (name[..open], name[(open + 1)..^1]) : (name, null);
    }
}
