using ExperimentTracker.Storage.Catalog;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Transfer;

/// <summary>Merges tags: of two values the later one is kept.</summary>
internal static class TagMerge
{
    /// <returns>Whether a tag is new or has another value.</returns>
    public static bool Merge(StoreConnection connection, RecordType type, long pk, IReadOnlyList<ExperimentTag> tags)
    {
        bool changed = false;
        foreach (ExperimentTag tag in tags) changed |= TagColumns.SetIfNewer(connection, type, pk, tag);
        return changed;
    }
}
