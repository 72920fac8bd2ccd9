using ExperimentTracker.Storage.Catalog;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Maintenance;

/// <summary>Counts what is in the table of <see cref="Collectable"/>.</summary>
internal static class CollectionEstimate
{
    /// <summary>Fills the table, and counts records and points: what a decision under the write lock has time for.</summary>
    public static CollectionSummary OfRecords(StoreConnection connection, long removedBefore)
    {
        long kept = Collectable.Find(connection, removedBefore);
        return connection.First(
            $"""
            SELECT {CountOf(RecordType.Project)},
                {CountOf(RecordType.Experiment)},
                {CountOf(RecordType.Trial)},
                {CountOf(RecordType.Run)},
                {CountOf(RecordType.Model)},
                {CountOf(RecordType.ModelVersion)},
                {CountOf(RecordType.Dataset)},
                {CountOf(RecordType.Artifact)},
                (SELECT count(*) FROM encoders WHERE removed_at <= @1),
                (SELECT coalesce(sum(m.count), 0) FROM temp.gone g JOIN metrics m ON m.run_pk = g.pk WHERE g.type = {(int)RecordType.Run})
            FROM temp.gone
            """,
            row => new CollectionSummary
            {
                Projects = row.GetInt64(0),
                Experiments = row.GetInt64(1),
                Trials = row.GetInt64(2),
                Runs = row.GetInt64(3),
                Models = row.GetInt64(4),
                ModelVersions = row.GetInt64(5),
                Datasets = row.GetInt64(6),
                Artifacts = row.GetInt64(7),
                Encoders = row.GetInt64(8),
                Points = row.GetInt64(9),
                Kept = kept,
            },
            removedBefore)!;
    }

    /// <summary>Fills the table, and counts all.</summary>
    public static CollectionSummary Of(StoreConnection connection, long removedBefore)
    {
        CollectionSummary records = OfRecords(connection, removedBefore);
        (long count, long bytes) = connection.First(
            $"""
            SELECT count(*), coalesce(sum(size), 0) FROM blobs b
            WHERE NOT {BlobReferences.Any("b.digest", $"pk NOT IN (SELECT pk FROM temp.gone WHERE type = {(int)RecordType.Artifact})")}
            """,
            row => (row.GetInt64(0), row.GetInt64(1)));
        return records with { Blobs = count, BlobBytes = bytes, DatabaseBytes = PointBytes(connection) + FreeBytes(connection) };
    }

    /// <summary>What the database holds and does not use.</summary>
    public static long FreeBytes(StoreConnection connection) => connection.Number("PRAGMA freelist_count")!.Value * connection.Number("PRAGMA page_size")!.Value;

    /// <summary>The size of the database, its free pages included.</summary>
    public static long FileBytes(StoreConnection connection) => connection.Number("PRAGMA page_count")!.Value * connection.Number("PRAGMA page_size")!.Value;

    private static string CountOf(RecordType type) => $"count(*) FILTER (WHERE type = {(int)type})";

    private static long PointBytes(StoreConnection connection) => connection.Number(
        $"""
        SELECT coalesce(sum(length(c.data)), 0) FROM temp.gone g CROSS JOIN metrics m ON m.run_pk = g.pk CROSS JOIN metric_chunks c ON c.metric_pk = m.pk
        WHERE g.type = {(int)RecordType.Run}
        """)!.Value;
}
