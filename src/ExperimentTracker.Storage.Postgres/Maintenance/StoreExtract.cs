using System.Globalization;
using ExperimentTracker.Contracts.Maintenance;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Maintenance;
using ExperimentTracker.Storage.Blobs;
using ExperimentTracker.Storage.Catalog;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Storage.Postgres.Engine;
using ExperimentTracker.Storage.Sqlite.Maintenance;
using ExperimentTracker.Storage.Transfer;
using ExperimentTracker.Transfer;
using ExperimentTracker.Values;
using Microsoft.Data.Sqlite;
using SqliteConnections = ExperimentTracker.Storage.Sqlite.Connections;

namespace ExperimentTracker.Storage.Postgres.Maintenance;

/// <summary>
/// Copies a snapshot of a store on a server, with its blobs, into a new store in a folder, which keeps the id of the store. The records are transferred as in a
/// merge, a page of runs at a time, so that a store of any size can be copied. Everything is written to a draft, which is moved into place.
/// </summary>
/// <param name="database">The database.</param>
/// <param name="intake">The blobs.</param>
/// <param name="pins">The pins of the store.</param>
internal sealed class StoreExtract(PostgresDatabase database, BlobIntake intake, StorePins pins)
{
    public StoreBackup Write(string folder, bool replace, IProgress<MaintenanceProgress>? progress, CancellationToken cancellation)
    {
        var place = new CopyDestination(source: null, folder);
        place.Check(replace ? database.Read(StoreIds.Of, cancellation) : null);
        try
        {
            using CopyDestination.Draft draft = place.Begin();
            var files = new StoreFiles(draft.Folder);
            using var snapshot = new StoreSnapshot(database.Path, database, intake.Blobs, pins, cancellation);
            DateTime at = UtcTicks.ToLocal(UtcTicks.Now(database.Options.Time));
            MergeResult merged = Transfer(snapshot, draft.Folder, progress, cancellation);
            StoreBackup backup = Verify(files, snapshot.Head, at, cancellation);
            database.Options.Reached(FaultPoints.CopyDrafted);
            draft.Finish();
            return backup with { Path = folder, Damaged = Damages(merged, cancellation) };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SqliteException)
        {
            throw MaintenanceErrors.BackupFailed(folder, e);
        }
    }

    // Only this process knows the draft, so that locks between machines do not matter: the folder may be on a network.
    private MergeResult Transfer(StoreSnapshot snapshot, string draft, IProgress<MaintenanceProgress>? progress, CancellationToken cancellation)
    {
        var engine = new SqliteEngine(database.Options with { NetworkOf = _ => null });
        using IExperimentStore copy = engine.Open(StoreAddress.OfFolder(draft), StoreOpening.OrCreate, cancellation);
        long runs = database.Read(connection => connection.Number($"SELECT count(*) FROM runs WHERE removed_at IS DISTINCT FROM {Removals.Collected}")!.Value, cancellation);
        return copy.Transfer.Merge(new ReportedSource(snapshot, runs, progress), preview: false, null, cancellation);
    }

    private StoreBackup Verify(StoreFiles files, TransferHead head, DateTime at, CancellationToken cancellation)
    {
        using (StoreConnection connection = SqliteConnections.Open(files.Database))
        {
            connection.Execute("UPDATE store_info SET value = @1 WHERE name = 'store_id'", head.StoreId);
            connection.Execute($"UPDATE runs SET running_as_of = @1 WHERE status = {(int)RunStatus.Running}", UtcTicks.From(at));
            connection.Execute("UPDATE store_info SET value = @1 WHERE name = 'created_at'", SqlValues.Ticks(head.StoreCreatedAt)?.ToString(CultureInfo.InvariantCulture));
        }

        using StoreConnection copy = SqliteConnections.OpenImmutable(files.Database);
        string sound = copy.Interruptible(() => (string?)copy.Scalar("PRAGMA integrity_check(1)") ?? "", cancellation);
        if (sound != "ok") throw new IOException($"The copy is damaged: {sound}");
        return copy.First(
            $"""
            SELECT (SELECT count(*) FROM runs), (SELECT coalesce(sum(count), 0) FROM metrics),
                (SELECT count(*) FROM blobs WHERE {BlobRows.IsStored}), (SELECT coalesce(sum(size), 0) FROM blobs WHERE {BlobRows.IsStored})
            """,
            row => new StoreBackup
            {
                Path = files.Folder,
                Source = database.Path,
                StoreId = StoreIds.Of(copy),
                TakenAt = at,
                Runs = row.GetInt64(0),
                Points = row.GetInt64(1),
                Blobs = row.GetInt64(2),
                ArtifactSize = row.GetInt64(3),
                DatabaseSize = new FileInfo(files.Database).Length,
            })!;
    }

    private List<StoreFinding> Damages(MergeResult merged, CancellationToken cancellation) =>
        [.. merged.Conflicts.Where(c => c.Kind == MergeConflictKind.ContentDamaged).Select(c => database.Read(connection => DamageOf(connection, c.Id), cancellation))];

    private StoreFinding DamageOf(StoreConnection connection, string digest)
    {
        (string owner, string? artifact) = BlobReferences.OwnerOf(connection, digest);
        return intake.Maintenance.SizeOf(digest) is null
            ? ContentFindings.BlobMissing(digest, owner, artifact, isElsewhere: false)
            : ContentFindings.BlobCorrupt(digest, owner, artifact, "they do not match their digest");
    }
}
