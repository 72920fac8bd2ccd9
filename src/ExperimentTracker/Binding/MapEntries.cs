using System.Collections;

namespace ExperimentTracker.Binding;

/// <summary>The entries of a dictionary. A generic one enumerates pairs of its own type, unless it is asked for entries.</summary>
internal static class MapEntries
{
    /// <summary>Returns the entries, in their order.</summary>
    public static IEnumerable<DictionaryEntry> Of(IDictionary map)
    {
        foreach (DictionaryEntry entry in map) yield return entry;
    }
}
