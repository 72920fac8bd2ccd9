using ExperimentTracker.Storage.Catalog;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Storage.Transfer;

/// <summary>
/// Reads all records of a store, each after those that it refers to. Records that are being collected are omitted; their tombstones are read instead.
/// </summary>
internal static class StoreReader
{
    // The number of records in memory: a run has its logs, parameters and series loaded, but not its points.
    private const int PageSize = 200;

    /// <param name="connection">The connection; it is in use until the last record was read.</param>
    /// <param name="eager">Whether to read points with their series, instead of on first use.</param>
    public static IEnumerable<TransferItem> Read(StoreConnection connection, bool eager) =>
        CatalogReader.Read(connection)
            .Concat(Pages(connection, "runs", pks => RunReader.Load(connection, pks, eager)))
            .Concat(Pages(connection, "artifacts", pks => ArtifactReader.Load(connection, pks)))
            .Concat(ModelReader.Read(connection))
            .Concat(ArtifactReader.Inputs(connection))
            .Concat(Tombstones(connection));

    /// <summary>Loads tags by the internal key of their record.</summary>
    public static ILookup<long, ExperimentTag> Tags(StoreConnection connection, RecordType type, IEnumerable<long> pks) =>
        TagColumns.Load(connection, type, pks, ("", ""), DateTimeKind.Utc);

    private static IEnumerable<TransferItem> Pages(StoreConnection connection, string table, Func<IReadOnlyList<long>, IEnumerable<TransferItem>> load)
    {
        long after = 0;
        while (connection.Query($"SELECT pk FROM {table} WHERE pk > @1 AND removed_at IS DISTINCT FROM {Removals.Collected} ORDER BY pk LIMIT {PageSize}", row => row.GetInt64(0), after) is { Count: > 0 } page)
        {
            foreach (TransferItem item in load(page)) yield return item;
            after = page[^1];
        }
    }

    private static IEnumerable<TransferItem> Tombstones(StoreConnection connection) => connection.Query(
        "SELECT id, type, removed_at FROM tombstones ORDER BY id",
        row => new TransferTombstone { Id = row.GetString(0), Type = row.GetEnum<RecordType>(1), RemovedAt = row.GetUtcTime(2) });
}
