using ExperimentTracker.Storage.Catalog;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Maintenance;

/// <summary>
/// Decides in one transaction, which is flushed to disk before anything is deleted, what is collected: each record gets a tombstone, and a removal
/// time that no query and no restore accepts. From then on nothing can refer to it or restore it, so it can be deleted in steps.
/// </summary>
internal static class CollectionMark
{
    private static readonly (RecordType Type, string Table)[] Marked =
    [
        (RecordType.Project, "projects"), (RecordType.Experiment, "experiments"), (RecordType.Trial, "trials"), (RecordType.Run, "runs"),
        (RecordType.Model, "models"), (RecordType.ModelVersion, "model_versions"), (RecordType.Dataset, "datasets"), (RecordType.Artifact, "artifacts"),
    ];

    /// <summary>The tables whose records can be collected.</summary>
    public static IEnumerable<string> Tables => Marked.Select(m => m.Table);

    /// <summary>The table of a kind of record that can be collected, or <see langword="null"/>.</summary>
    public static string? TableOf(RecordType type) => Array.Find(Marked, m => m.Type == type).Table;

    /// <summary>Marks the records in the table of <see cref="Collectable"/>.</summary>
    public static void Set(StoreConnection connection)
    {
        foreach ((RecordType type, string table) in Marked)
        {
            connection.Execute(
                $"""
                INSERT INTO tombstones (id, type, removed_at)
                SELECT t.id, {(int)type}, g.removed_at FROM temp.gone g JOIN {table} t ON t.pk = g.pk WHERE g.type = {(int)type} ON CONFLICT DO NOTHING
                """);
            connection.Execute(
                $"""
                UPDATE {table} SET removed_at = {Removals.Collected}
                WHERE removed_at IS DISTINCT FROM {Removals.Collected} AND pk IN (SELECT pk FROM temp.gone WHERE type = {(int)type})
                """);
        }

        // Kept records continue without these references, and deleted records do not need them.
        connection.Execute($"UPDATE runs SET trial_pk = NULL WHERE trial_pk IN (SELECT pk FROM temp.gone WHERE type = {(int)RecordType.Trial})");
        connection.Execute($"UPDATE runs SET parent_pk = NULL WHERE parent_pk IN (SELECT pk FROM temp.gone WHERE type = {(int)RecordType.Run})");
    }
}
