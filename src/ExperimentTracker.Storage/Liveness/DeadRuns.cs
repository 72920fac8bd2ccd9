using ExperimentTracker.Storage.Sqlite;

namespace ExperimentTracker.Storage.Liveness;

/// <summary>Ends runs whose process is gone as Killed, with the evidence.</summary>
internal static class DeadRuns
{
    /// <summary>Looks through the store once.</summary>
    /// <returns>How many runs were ended.</returns>
    public static int End(Database database, string locks, CancellationToken cancellation)
    {
        List<RunVitals> running = database.Read(RunVitals.Read, cancellation);
        (RunVitals Run, string Evidence)[] dead = [.. new Coroner(locks).Examine(running)];
        int ended = dead.Length == 0 ? 0 : database.WriteFlushed(connection => dead.Count(d => End(connection, d.Run, d.Evidence)), cancellation);
        if (Directory.Exists(locks)) DeleteFreeLocks(locks);
        return ended;
    }

    // Meanwhile another process may have ended it, or resumed it and hold it now, or it gave a heartbeat.
    private static bool End(StoreConnection connection, RunVitals run, string evidence)
    {
        bool same = connection.Scalar(
            $"SELECT 1 FROM runs WHERE id = @1 AND status = {(int)RunStatus.Running} AND owner_lock = @2 AND heartbeat_at IS @3", run.Id, run.Owner, run.HeartbeatAt) is not null;
        if (!same) return false;
        RunLifecycle.Change(
            connection,
            Catalog.Find(connection, RecordType.Run, run.Id),
            new RunStatusRequest { RunId = run.Id, To = RunStatus.Killed, Reason = evidence, ErrorMessage = evidence, Actor = ProcessIdentities.Actor },
            null);
        return true;
    }

    private static void DeleteFreeLocks(string folder)
    {
        foreach (string path in StoreFiles.NamedByUs(folder, "*.lock")) FileLock.TryDelete(path);
    }
}
