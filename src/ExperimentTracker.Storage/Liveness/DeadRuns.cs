using System.Globalization;
using System.Text.Json;
using ExperimentTracker.Storage.Sqlite;

namespace ExperimentTracker.Storage.Liveness;

/// <summary>Finds runs whose process is gone and ends them as Killed, with the evidence.</summary>
internal static class DeadRuns
{
    /// <summary>Looks through the store once.</summary>
    /// <returns>How many runs were ended.</returns>
    public static int End(Database database, string locksFolder, CancellationToken cancellation)
    {
        List<string> owners = database.Read(
            session => session.Query(
                "SELECT DISTINCT owner_lock FROM runs WHERE status = 1 AND owner_lock IS NOT NULL", row => row.GetString(0)),
            cancellation);
        int ended = 0;
        foreach (string owner in owners)
        {
            if (!FileLock.IsFree(Path.Combine(locksFolder, owner))) continue;
            ended += database.WriteFlushed(session => EndThoseOf(session, owner), cancellation);
        }

        DeleteFreeLocks(locksFolder);
        return ended;
    }

    private static int EndThoseOf(Session session, string owner)
    {
        List<(long Pk, string Id, string? Process, string? Host)> runs = session.Query(
            "SELECT pk, id, process, host FROM runs WHERE status = 1 AND owner_lock = @1",
            row => (row.GetInt64(0), row.GetString(1), row.Text(2), row.Text(3)),
            owner);
        foreach ((_, string id, string? process, string? host) in runs)
        {
            string evidence = Evidence(process, host);
            RunLifecycle.Change(
                session,
                Catalog.Find(session, RecordType.Run, id),
                new RunStatusRequest { RunId = id, To = RunStatus.Killed, Reason = evidence, ErrorMessage = evidence, Actor = ProcessIdentities.Actor },
                null);
        }

        return runs.Count;
    }

    private static string Evidence(string? process, string? host)
    {
        ProcessIdentity? identity = process is null ? null : JsonSerializer.Deserialize<ProcessIdentity>(process);
        string who = identity is null ? "The process" : string.Create(
            CultureInfo.InvariantCulture, $"Process {identity.Id} on {host}, started {identity.StartedAt?.ToUniversalTime():yyyy-MM-dd HH:mm:ss} UTC,");
        return $"{who} ended without completing the run: its lock was free.";
    }

    private static void DeleteFreeLocks(string folder)
    {
        if (!Directory.Exists(folder)) return;
        foreach (string path in StoreFiles.NamedByUs(folder, "*.lock")) FileLock.TryDelete(path);
    }
}
