using ExperimentTracker.Contracts.Maintenance;
using ExperimentTracker.Storage.Blobs;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Storage.Maintenance;
using ExperimentTracker.Storage.Postgres.Engine;
using ExperimentTracker.Storage.Postgres.Liveness;

namespace ExperimentTracker.Storage.Postgres.Maintenance;

/// <summary>
/// The maintenance of a store on a server. The server itself checks its files and returns the space of deleted rows; a repair saves no copy first, so a backup
/// is to be taken before it.
/// </summary>
internal sealed class PostgresMaintenance(
    PostgresDatabase database, BlobIntake intake, StorePins pins, CollectionTurn turn, Func<CancellationToken, int> killOrphanedRuns)
    : StoreMaintenance(database.Path, database, intake, turn, new Collector(database, intake, pins, turn))
{
    private const string ForeignKeys = """
        SELECT c.relname, a.attname, f.relname FROM pg_catalog.pg_constraint k
        JOIN pg_catalog.pg_class c ON c.oid = k.conrelid JOIN pg_catalog.pg_class f ON f.oid = k.confrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = k.connamespace JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
        WHERE k.contype = 'f' AND n.nspname = @1 ORDER BY 1, 2
        """;

    public override IReadOnlyList<StoreRepair> Repair(IReadOnlyList<StoreFinding> findings, IProgress<MaintenanceProgress>? progress, CancellationToken cancellation) =>
        new Repairer(database, Intake, killOrphanedRuns).Run(findings, progress, cancellation);

    public override StoreBackup Backup(string folder, bool replace, IProgress<MaintenanceProgress>? progress, CancellationToken cancellation) =>
        new StoreExtract(database, Intake, pins).Write(folder, replace, progress, cancellation);

    protected override IEnumerable<IEnumerable<StoreFinding>> DatabaseAreas(CancellationToken cancellation)
    {
        yield return Once(connection => CounterCheck.RunsWith(connection, ServerOrphans.Find(connection).Select(orphan => orphan.Run.Owner).Distinct()), cancellation);
    }

    // A restore that disables triggers can break them. All of them refer to a pk.
    protected override IEnumerable<(string Table, string Target, long Rows)> BrokenConstraints(StoreConnection connection)
    {
        List<(string Table, string Column, string Target)> keys =
            connection.Query(ForeignKeys, row => (row.GetString(0), row.GetString(1), row.GetString(2)), ((PostgresConnection)connection).Schema);
        foreach ((string table, string column, string target) in keys)
        {
            long broken = connection.Number(
                $"SELECT count(*) FROM {table} x WHERE x.{column} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {target} y WHERE y.pk = x.{column})")!.Value;
            if (broken > 0) yield return (table, target, broken);
        }
    }
}
