using ExperimentTracker.Contracts.Blobs;
using ExperimentTracker.Storage.Blobs;
using ExperimentTracker.Storage.Catalog;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Storage.Transfer;

/// <summary>A snapshot of a store, as the source of a merge or an export.</summary>
internal sealed class StoreSnapshot : ITransferSource
{
    private readonly Database database;
    private readonly IDisposable? pin;
    private readonly StoreConnection? connection;
    private readonly IBlobs blobs;
    private readonly IReadOnlyList<TransferItem>? items;
    private readonly IReadOnlyDictionary<string, long> contents;

    public StoreSnapshot(string path, Database database, IBlobs blobs, StorePins pins, CancellationToken cancellation)
    {
        // Blobs that the snapshot refers to are kept during garbage collections.
        pin = pins.Pin();
        Name = path;
        this.database = database;
        this.blobs = blobs;
        connection = database.OpenConnection();
        if (connection is null)
        {
            // There is a single connection, so everything is read now.
            (Head, contents, items) = database.Read(s => (ReadHead(s), ReadContents(s), StoreReader.Read(s, eager: true).ToList()), cancellation);
            return;
        }

        (Head, contents) = database.Translated(() => Begin(connection));
    }

    public string Name { get; }

    public TransferHead Head { get; }

    public IEnumerable<TransferItem> Read(CancellationToken cancellation) => items ?? database.TranslatedEach(() => StoreReader.Read(connection!, eager: false));

    public IReadOnlyDictionary<string, long> Contents(CancellationToken cancellation) => contents;

    public Stream? Open(string digest) => blobs.Open(digest);

    /// <summary>Whether this is a snapshot of that database.</summary>
    public bool IsOf(Database other) => ReferenceEquals(database, other);

    public void Dispose()
    {
        connection?.Dispose();
        pin?.Dispose();
    }

    private static (TransferHead Head, Dictionary<string, long> Contents) Begin(StoreConnection connection)
    {
        return (ReadHead(connection), ReadContents(connection));
    }

    private static TransferHead ReadHead(StoreConnection connection) => connection.First(
        "SELECT (SELECT value FROM store_info WHERE name = 'store_id'), (SELECT value FROM store_info WHERE name = 'created_at')",
        row => new TransferHead { StoreId = row.GetString(0), StoreCreatedAt = row.GetUtcTime(1), ExportedAt = connection.UtcNow })!;

    private static Dictionary<string, long> ReadContents(StoreConnection connection) => connection.Query(
        $"SELECT b.digest, b.size FROM blobs b WHERE b.{BlobRows.IsStored} AND {BlobReferences.Any("b.digest", $"removed_at IS DISTINCT FROM {Removals.Collected}")} ORDER BY b.digest",
        row => KeyValuePair.Create(row.GetString(0), row.GetSize(1))).ToDictionary();
}
