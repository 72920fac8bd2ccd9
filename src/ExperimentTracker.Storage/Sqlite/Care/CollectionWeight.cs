namespace ExperimentTracker.Storage.Sqlite;

/// <summary>Counts what is in the table of <see cref="Collectable"/>.</summary>
internal static class CollectionWeight
{
    public static CollectionSummary Of(Session session, long removedBefore)
    {
        long kept = Collectable.Find(session, removedBefore);
        CollectionSummary records = session.First(
            """
            SELECT count(*) FILTER (WHERE type = 1), count(*) FILTER (WHERE type = 2), count(*) FILTER (WHERE type = 3), count(*) FILTER (WHERE type = 4),
                count(*) FILTER (WHERE type = 5), count(*) FILTER (WHERE type = 6), count(*) FILTER (WHERE type = 9), count(*) FILTER (WHERE type = 11),
                (SELECT count(*) FROM encoders WHERE removed_at <= @1),
                (SELECT coalesce(sum(m.count), 0) FROM temp.gone g JOIN metrics m ON m.run_pk = g.pk WHERE g.type = 4)
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
        (long count, long bytes) = session.First(
            $"""
            SELECT count(*), coalesce(sum(size), 0) FROM blobs b
            WHERE NOT {BlobReferences.Any("b.digest", "pk NOT IN (SELECT pk FROM temp.gone WHERE type = 11)")}
            """,
            row => (row.GetInt64(0), row.GetInt64(1)));
        return records with { Blobs = count, BlobBytes = bytes, DatabaseBytes = PointBytes(session) + FreeBytes(session) };
    }

    /// <summary>What the database holds and does not use.</summary>
    public static long FreeBytes(Session session) => session.Number("PRAGMA freelist_count")!.Value * session.Number("PRAGMA page_size")!.Value;

    /// <summary>The size of the database, its free pages included.</summary>
    public static long FileBytes(Session session) => session.Number("PRAGMA page_count")!.Value * session.Number("PRAGMA page_size")!.Value;

    private static long PointBytes(Session session) => session.Number(
        """
        SELECT coalesce(sum(length(c.data)), 0) FROM temp.gone g CROSS JOIN metrics m ON m.run_pk = g.pk CROSS JOIN metric_chunks c ON c.metric_pk = m.pk
        WHERE g.type = 4
        """)!.Value;
}
