using Microsoft.Data.Sqlite;

namespace ExperimentTracker.Storage.Sqlite;

/// <summary>Reads all records of a store, each after those it names. Those that are being collected are gone already, and their tombstones tell.</summary>
internal static class StoreReader
{
    private const int PageSize = 200;

    /// <param name="session">The session; it stays in use until the last record was read.</param>
    /// <param name="eager">Whether to read points with their series, and not when they are asked for.</param>
    public static IEnumerable<TransferItem> Read(Session session, bool eager) =>
        CatalogReader.Read(session)
            .Concat(Pages(session, "runs", pks => RunReader.Load(session, pks, eager)))
            .Concat(Pages(session, "artifacts", pks => ArtifactReader.Load(session, pks)))
            .Concat(ModelReader.Read(session))
            .Concat(ArtifactReader.Inputs(session))
            .Concat(Tombstones(session));

    /// <summary>A moment in UTC.</summary>
    public static DateTime Utc(this SqliteDataReader row, int column) => new(row.GetInt64(column), DateTimeKind.Utc);

    /// <summary>A moment in UTC, or <see langword="null"/>.</summary>
    public static DateTime? UtcOrNull(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.Utc(column);

    /// <summary>Tags by the internal key of what they are on.</summary>
    public static ILookup<long, TransferTag> Tags(Session session, RecordType type, IEnumerable<long> pks) => session.Query(
        """
        SELECT target_pk, key, value, created_at FROM tags
        WHERE target_type = @1 AND target_pk IN (SELECT value FROM json_each(@2)) ORDER BY target_pk, key_fold
        """,
        row => (Pk: row.GetInt64(0), Tag: new TransferTag { Key = row.GetString(1), Value = row.Text(2), CreatedAt = row.Utc(3) }),
        (int)type, Rows.DbList(pks)).ToLookup(t => t.Pk, t => t.Tag);

    private static IEnumerable<TransferItem> Pages(Session session, string table, Func<IReadOnlyList<long>, IEnumerable<TransferItem>> load)
    {
        long after = 0;
        while (session.Query($"SELECT pk FROM {table} WHERE pk > @1 AND removed_at IS NOT {Removals.Collected} ORDER BY pk LIMIT {PageSize}", row => row.GetInt64(0), after) is { Count: > 0 } page)
        {
            foreach (TransferItem item in load(page)) yield return item;
            after = page[^1];
        }
    }

    private static IEnumerable<TransferItem> Tombstones(Session session) => session.Query(
        "SELECT id, type, removed_at FROM tombstones ORDER BY id",
        row => new TransferTombstone { Id = row.GetString(0), Type = row.Word<RecordType>(1), RemovedAt = row.Utc(2) });
}
