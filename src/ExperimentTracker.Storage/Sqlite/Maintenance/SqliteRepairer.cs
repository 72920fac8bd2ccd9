using System.Globalization;
using ExperimentTracker.Contracts.Maintenance;
using ExperimentTracker.Maintenance;
using ExperimentTracker.Storage.Blobs;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Storage.Maintenance;

namespace ExperimentTracker.Storage.Sqlite.Maintenance;

/// <summary>First copies the database into a folder of the quarantine; also repairs indexes and acknowledges losses of the write-ahead log.</summary>
/// <param name="files">The paths of the store's files; <see langword="null"/> for a store in memory, which is not copied.</param>
/// <param name="database">The database.</param>
/// <param name="intake">The blobs.</param>
/// <param name="killOrphanedRuns">Ends the orphaned runs.</param>
internal sealed class SqliteRepairer(StoreFiles? files, SqliteDatabase database, BlobIntake intake, Func<CancellationToken, int> killOrphanedRuns)
    : Repairer(database, intake, killOrphanedRuns)
{
    protected override string? Prepare(IProgress<MaintenanceProgress>? progress, CancellationToken cancellation)
    {
        if (files is null) return null;
        string quarantine = NewQuarantine(files.Quarantine);
        CopyDatabase(Path.Combine(quarantine, StoreFiles.DatabaseName), progress, cancellation);
        return quarantine;
    }

    protected override string? RepairDatabase(string problem, CancellationToken cancellation) => problem == nameof(Findings.IndexDamaged)
        ? database.WriteFlushed(connection => Reindex(connection, cancellation), cancellation)
        : database.WriteFlushed(WalLoss.Acknowledge, cancellation) ? "Acknowledged the loss; what was lost is not restored." : null;

    private static string? Reindex(StoreConnection connection, CancellationToken cancellation)
    {
        connection.Interruptible(
            () =>
            {
                connection.Script("REINDEX");
                return 0;
            },
            cancellation);
        return "Rebuilt all indexes.";
    }

    private void CopyDatabase(string path, IProgress<MaintenanceProgress>? progress, CancellationToken cancellation) => database.Read(
        connection =>
        {
            connection.Number("PRAGMA schema_version");
            DatabaseCopy.Write(connection, path, progress, cancellation);
            return 0;
        },
        cancellation);

    private string NewQuarantine(string folder)
    {
        string name = database.Options.Time.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        string path = Path.Combine(folder, name);
        for (int n = 2; Directory.Exists(path); n++) path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{name}-{n}"));
        StoreModes.CreateFolder(path);
        return path;
    }
}
