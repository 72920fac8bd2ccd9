namespace ExperimentTracker.Storage.Catalog;

/// <summary>Changes of texts.</summary>
internal static class TextChange
{
    /// <summary>The text after a change: the new one; none for an empty string; the current one if none is given.</summary>
    public static string? Or(this string? change, string? current) => change is null ? current : change.Length == 0 ? null : change;
}
