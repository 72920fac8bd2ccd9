namespace ExperimentTracker.Binding;

/// <summary>The name of a series as people write it.</summary>
internal static class SeriesName
{
    /// <summary>Takes <c>accuracy[setosa]</c> apart into key and label, unless a label was given.</summary>
    public static (string Key, string? Label) Parse(string name, string? label) => string.IsNullOrEmpty(label) ? Metric.Split(name) : (name, label);
}
