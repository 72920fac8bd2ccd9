using System.Globalization;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Storage.Liveness;
using ExperimentTracker.Storage.Postgres.Engine;

namespace ExperimentTracker.Storage.Postgres.Liveness;

/// <summary>Ends the runs of processes that have ended, with the evidence. The clock of the server decides.</summary>
internal static class ServerOrphans
{
    // The key of an advisory lock is in two halves in pg_locks.
    private const string Dead = """
        (s.id IS NULL OR (s.beat_at < clock_timestamp() - make_interval(secs => @1) AND NOT EXISTS (
            SELECT 1 FROM pg_catalog.pg_locks l WHERE l.locktype = 'advisory' AND l.objsubid = 1 AND l.granted
                AND l.classid::bigint = (s.key >> 32) & 4294967295 AND l.objid::bigint = s.key & 4294967295)))
        """;

    // Those of other users are ended by curators: who may set aliases is one.
    private const string IsMine = "(r.owner = session_user OR has_table_privilege('model_aliases', 'INSERT'))";

    /// <summary>Looks once.</summary>
    /// <returns>The number of runs that were ended.</returns>
    public static int Kill(PostgresDatabase database, CancellationToken cancellation)
    {
        if (database.IsReadOnly) return 0;
        double silence = database.Options.LongestSilence.TotalSeconds;
        List<(RunLiveness Run, string? Beat)> orphans = database.Read(connection => Find(connection, IsMine), cancellation);
        if (orphans.Count == 0) return 0;
        return database.WriteRun(
            connection =>
            {
                int ended = orphans.Count(orphan => OrphanedRuns.Kill(connection, orphan.Run, Evidence(orphan.Run, orphan.Beat)));
                connection.Post($"DELETE FROM sessions s WHERE {Dead} AND NOT EXISTS (SELECT 1 FROM runs r WHERE r.owner_lock = s.id AND r.status = {(int)RunStatus.Running})", silence);
                return ended;
            },
            flush: true,
            cancellation);
    }

    /// <summary>Returns the running runs whose process has ended, with the time of its last beat.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="condition">A further condition.</param>
    public static List<(RunLiveness Run, string? Beat)> Find(StoreConnection connection, string condition = "true") => connection.Query(
        $"SELECT {RunLiveness.Columns}, to_char(s.beat_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') FROM runs r LEFT JOIN sessions s ON s.id = r.owner_lock "
        + $"WHERE r.status = {(int)RunStatus.Running} AND r.owner_lock IS NOT NULL AND {condition} AND {Dead}",
        row => (RunLiveness.ReadRow(row), row.GetStringOrNull(RunLiveness.ColumnCount)),
        connection.Options.LongestSilence.TotalSeconds);

    private static string Evidence(RunLiveness run, string? beat) => string.Create(
        CultureInfo.InvariantCulture,
        $"{OrphanedRunDetector.DescribeProcess(run)} is gone: {(beat is null ? "its session has ended" : $"it last answered at {beat} UTC by the clock of the server, and holds no lock there")}.");
}
