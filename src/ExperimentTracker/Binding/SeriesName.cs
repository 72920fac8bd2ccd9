namespace ExperimentTracker.Binding;

/// <summary>Parses the name of a series.</summary>
internal static class SeriesName
{
    /// <summary>Splits <c>accuracy[setosa]</c> into key and label, unless a label was given.</summary>
    public static (string Key, string? Label) Parse(string name, string? label) => string.IsNullOrEmpty(label) ? Metric.Split(name) : (name, label);
}
