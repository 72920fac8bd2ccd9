using System.Security.Cryptography;
using ExperimentTracker.Contracts.Maintenance;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Maintenance;
using ExperimentTracker.Rules;
using ExperimentTracker.Storage.Blobs;
using ExperimentTracker.Storage.Catalog;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Values;
using Microsoft.Data.Sqlite;

namespace ExperimentTracker.Storage.Sqlite.Maintenance;

/// <summary>
/// Copies a store while others write to it. Blobs are pinned, the database is copied inside one read transaction and verified, and then every blob
/// that it refers to is copied and hashed. Everything is written to a draft, which is moved into place.
/// </summary>
/// <param name="source">The path of the store; <c>:memory:</c> for one in memory.</param>
/// <param name="database">The database.</param>
/// <param name="intake">The blobs.</param>
/// <param name="pins">The pins of the store.</param>
internal sealed class StoreCopy(string source, SqliteDatabase database, BlobIntake intake, StorePins pins)
{
    // Large enough that hashing and the disk determine the speed, not the number of calls; cancellation is checked for each.
    private const int BufferSize = 1 << 20;

    public StoreBackup Write(string folder, bool replace, IProgress<MaintenanceProgress>? progress, CancellationToken cancellation)
    {
        var place = new CopyDestination(source == StoreErrors.InMemoryPath ? null : source, folder);
        place.Check(replace ? database.Read(StoreIds.Of, cancellation) : null);
        try
        {
            using CopyDestination.Draft draft = place.Begin();
            using IDisposable? pin = pins.Pin();
            var files = new StoreFiles(draft.Folder);
            StoreModes.Write(files.GitIgnore, StoreFiles.IgnoreAll);
            DateTime at = database.Read(connection => CopyDatabase(connection, files.Database, progress, cancellation), cancellation);
            StoreBackup backup = Verify(files, at, folder, cancellation);
            (long count, long bytes, List<StoreFinding> damaged) = CopyContents(files, progress, cancellation);
            database.Options.Reached(FaultPoints.CopyDrafted);
            draft.Finish();
            return backup with { Blobs = count, ArtifactSize = bytes, Damaged = damaged };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw MaintenanceErrors.BackupFailed(folder, e);
        }
        catch (SqliteException e)
        {
            throw MaintenanceErrors.NotSound(source, e.Message);
        }
    }

    // The first read determines the time of the snapshot.
    private static DateTime CopyDatabase(StoreConnection connection, string path, IProgress<MaintenanceProgress>? progress, CancellationToken cancellation)
    {
        StoreIds.Of(connection);
        DateTime at = UtcTicks.ToLocal(connection.NowTicks);
        DatabaseCopy.Write(connection, path, progress, cancellation);
        return at;
    }

    private StoreBackup Verify(StoreFiles files, DateTime at, string folder, CancellationToken cancellation)
    {
        if (source == StoreErrors.InMemoryPath)
        {
            using StoreConnection copy = Connections.Open(files.Database);
            copy.Scalar("PRAGMA journal_mode = WAL");
        }

        CopiedPlace.MoveToFolder(files);
        using StoreConnection connection = Connections.OpenImmutable(files.Database);
        string sound = connection.Interruptible(() => connection.Text("PRAGMA integrity_check(1)") ?? "", cancellation);
        if (sound != "ok") throw MaintenanceErrors.NotSound(source, sound);
        return connection.First(
            $"""
            SELECT (SELECT count(*) FROM runs WHERE removed_at IS DISTINCT FROM {Removals.Collected}), (SELECT coalesce(sum(count), 0) FROM metrics)
            """,
            row => new StoreBackup
            {
                Path = folder,
                Source = source,
                StoreId = StoreIds.Of(connection),
                TakenAt = at,
                Runs = row.GetInt64(0),
                Points = row.GetInt64(1),
                DatabaseSize = new FileInfo(files.Database).Length,
            })!;
    }

    private (long Count, long Bytes, List<StoreFinding> Damaged) CopyContents(StoreFiles files, IProgress<MaintenanceProgress>? progress, CancellationToken cancellation)
    {
        var folders = new BlobFolders(files);
        using StoreConnection connection = Connections.OpenImmutable(files.Database);
        List<(string Digest, long Size)> named = connection.Query(BlobReferences.Named, row => (row.GetString(0), row.GetSizeOrNull(1) ?? 0));
        long total = named.Sum(n => n.Size), copied = 0, count = 0, bytes = 0;
        var damaged = new List<StoreFinding>();
        foreach ((string digest, long size) in named)
        {
            if (CopyContent(digest, folders.PathOf(digest), cancellation) is { } length)
            {
                count++;
                bytes += length;
            }
            else
            {
                damaged.Add(Damage(connection, digest));
            }

            progress?.Report(new MaintenanceProgress("Copying blobs", copied += size, total, InBytes: true));
        }

        return (count, bytes, damaged);
    }

    private StoreFinding Damage(StoreConnection connection, string digest)
    {
        (string owner, string? artifact) = BlobReferences.OwnerOf(connection, digest);
        return intake.Maintenance.SizeOf(digest) is null
            ? ContentFindings.BlobMissing(digest, owner, artifact, isElsewhere: false)
            : ContentFindings.BlobCorrupt(digest, owner, artifact, "they do not match their digest");
    }

    /// <returns>The number of copied bytes; <see langword="null"/> if the blob is missing or does not match its digest.</returns>
    private long? CopyContent(string digest, string path, CancellationToken cancellation)
    {
        using Stream? from = intake.Blobs.Open(digest);
        if (from is null) return null;
        StoreModes.CreateFolder(Path.GetDirectoryName(path)!);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        bool same;
        long length = 0;
        using (FileStream to = StoreModes.Open(path, FileMode.CreateNew, FileAccess.Write, FileShare.None))
        {
            byte[] buffer = new byte[BufferSize];
            int read;
            while ((read = from.Read(buffer)) > 0)
            {
                cancellation.ThrowIfCancellationRequested();
                hash.AppendData(buffer, 0, read);
                to.Write(buffer, 0, read);
                length += read;
            }

            same = ArtifactRules.DigestOf(hash.GetHashAndReset()) == digest;
            if (same) to.Flush(flushToDisk: true);
        }

        if (!same) File.Delete(path);
        return same ? length : null;
    }
}
