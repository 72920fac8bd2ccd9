using ExperimentTracker.Storage.Blobs;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Maintenance;

/// <summary>Counts the records in the table of <see cref="Collectable"/>.</summary>
internal static class CollectionEstimate
{
    private static readonly RecordColumns<CollectionSummary> All = new("", "");
    private static readonly Column<CollectionSummary, long> Projects = CountOf(RecordType.Project);
    private static readonly Column<CollectionSummary, long> Experiments = CountOf(RecordType.Experiment);
    private static readonly Column<CollectionSummary, long> Trials = CountOf(RecordType.Trial);
    private static readonly Column<CollectionSummary, long> Runs = CountOf(RecordType.Run);
    private static readonly Column<CollectionSummary, long> Models = CountOf(RecordType.Model);
    private static readonly Column<CollectionSummary, long> ModelVersions = CountOf(RecordType.ModelVersion);
    private static readonly Column<CollectionSummary, long> Datasets = CountOf(RecordType.Dataset);
    private static readonly Column<CollectionSummary, long> Artifacts = CountOf(RecordType.Artifact);
    private static readonly Column<CollectionSummary, long> Encoders = All.Int64("(SELECT count(*) FROM encoders WHERE removed_at <= @1)");
    private static readonly Column<CollectionSummary, long> Points = All.Int64(
        $"(SELECT coalesce(sum(m.count), 0) FROM temp.gone g JOIN metrics m ON m.run_pk = g.pk WHERE g.type = {(int)RecordType.Run})");

    private static Column<CollectionSummary, long> CountOf(RecordType type) => All.Int64($"count(*) FILTER (WHERE type = {(int)type})");

    /// <summary>Fills the table, and counts records and points: what is fast enough under the write lock.</summary>
    public static CollectionSummary OfRecords(StoreConnection connection, long removedBefore)
    {
        long kept = Collectable.Find(connection, removedBefore);
        return connection.First(
            $"SELECT {All} FROM temp.gone",
            row => new CollectionSummary
            {
                Projects = Projects.Read(row),
                Experiments = Experiments.Read(row),
                Trials = Trials.Read(row),
                Runs = Runs.Read(row),
                Models = Models.Read(row),
                ModelVersions = ModelVersions.Read(row),
                Datasets = Datasets.Read(row),
                Artifacts = Artifacts.Read(row),
                Encoders = Encoders.Read(row),
                Points = Points.Read(row),
                Kept = kept,
            },
            removedBefore)!;
    }

    /// <summary>Fills the table, and counts everything.</summary>
    /// <param name="connection">The connection, in a transaction.</param>
    /// <param name="removedBefore">The latest removal time to include.</param>
    /// <param name="latestBlob">See <see cref="BlobIntake.LatestToDelete"/>.</param>
    public static CollectionSummary Of(StoreConnection connection, long removedBefore, long latestBlob)
    {
        CollectionSummary records = OfRecords(connection, removedBefore);
        (long count, long bytes) = connection.First(
            $"""
            SELECT count(*), coalesce(sum(size), 0) FROM blobs b
            WHERE {BlobRows.IsUnreferenced($"pk NOT IN (SELECT pk FROM temp.gone WHERE type = {(int)RecordType.Artifact})")}
            """,
            row => (row.GetInt64(0), row.GetInt64(1)),
            latestBlob);
        return records with { Blobs = count, BlobBytes = bytes, DatabaseBytes = PointBytes(connection) + connection.FreeSize };
    }

    private static long PointBytes(StoreConnection connection) => connection.Number(
        $"""
        SELECT sum(bytes) FROM (
            SELECT coalesce(sum(length(c.data)), 0) AS bytes
            FROM temp.gone g CROSS JOIN metrics m ON m.run_pk = g.pk CROSS JOIN metric_chunks c ON c.metric_pk = m.pk WHERE g.type = {(int)RecordType.Run}
            UNION ALL
            SELECT coalesce(sum(length(d.bins)), 0) FROM temp.gone g CROSS JOIN run_distributions d ON d.run_pk = g.pk WHERE g.type = {(int)RecordType.Run}
        ) AS parts
        """)!.Value;
}
