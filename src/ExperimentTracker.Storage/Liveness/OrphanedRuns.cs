using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Provenance;
using ExperimentTracker.Storage.Catalog;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Storage.Runs;

namespace ExperimentTracker.Storage.Liveness;

/// <summary>Ends orphaned runs as Killed, with the evidence.</summary>
internal static class OrphanedRuns
{
    /// <summary>Checks the store once.</summary>
    /// <returns>The number of runs that were ended.</returns>
    public static int Kill(Database database, string locks, CancellationToken cancellation)
    {
        List<RunLiveness> running = database.Read(RunLiveness.Read, cancellation);
        (RunLiveness Run, string Evidence)[] orphans = [.. new OrphanedRunDetector(locks, database.Options.Time).FindOrphans(running)];
        int ended = orphans.Length == 0 ? 0 : database.WriteFlushed(connection => orphans.Count(d => Kill(connection, d.Run, d.Evidence)), cancellation);
        if (Directory.Exists(locks)) DeleteFreeLocks(locks);
        return ended;
    }

    /// <summary>Ends a run unless another process has ended it meanwhile, or resumed it, or recorded a heartbeat.</summary>
    public static bool Kill(StoreConnection connection, RunLiveness run, string evidence)
    {
        bool same = connection.Scalar(
            $"SELECT 1 FROM runs WHERE id = @1 AND status = {(int)RunStatus.Running} AND owner_lock = @2 AND heartbeat_at IS NOT DISTINCT FROM @3{connection.Dialect.Locking("runs")}", run.Id, run.Owner, run.HeartbeatAt) is not null;
        if (!same) return false;
        RunLifecycle.Change(
            connection,
            CatalogRecords.Find(connection, RecordType.Run, run.Id),
            RunState.ReadLater(connection, run.Id)(),
            new RunStatusRequest { RunId = run.Id, To = RunStatus.Killed, Reason = evidence, ErrorMessage = evidence, Actor = ProcessIdentities.Actor },
            null);
        return true;
    }

    private static void DeleteFreeLocks(string folder)
    {
        foreach (string path in StoreFiles.OwnFiles(folder, "*.lock")) FileLock.TryDelete(path);
    }
}
