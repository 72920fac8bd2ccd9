using ExperimentTracker.Maintenance;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Storage.Liveness;

namespace ExperimentTracker.Storage.Maintenance;

/// <summary>Checks counters, which must be ahead of every used number, and finds orphaned runs.</summary>
internal static class CounterCheck
{
    // The highest number of each namespace of runs, with its counter.
    private const string Highest = """
        (SELECT experiment_pk, namespace, max(number) AS number FROM runs GROUP BY experiment_pk, namespace) AS r
            LEFT JOIN run_counters c ON c.experiment_pk = r.experiment_pk AND c.namespace = r.namespace
        """;

    /// <summary>Finds counters that are behind.</summary>
    public static List<StoreFinding> Counters(StoreConnection connection) =>
    [
        .. connection.Query(
            $"""
            SELECT e.name || CASE r.namespace WHEN '' THEN '' ELSE '/' || r.namespace END, e.id, coalesce(c.next, 0), r.number
            FROM {Highest} JOIN experiments e ON e.pk = r.experiment_pk WHERE r.number >= coalesce(c.next, 0)
            """,
            row => Findings.CounterBehind($"runs of {row.GetString(0)}", row.GetString(1), row.GetInt64(2), row.GetInt64(3))),
        .. connection.Query(
            """
            SELECT m.name, m.id, m.next_version, max(v.version) FROM model_versions v JOIN models m ON m.pk = v.model_pk
            GROUP BY m.pk HAVING max(v.version) >= m.next_version
            """,
            row => Findings.CounterBehind($"versions of {row.GetString(0)}", row.GetString(1), row.GetInt64(2), row.GetInt64(3))),
    ];

    /// <summary>Advances all counters.</summary>
    /// <returns>The number of counters that were behind.</returns>
    public static int Advance(StoreConnection connection) =>
        connection.Execute(
            $"""
            INSERT INTO run_counters (experiment_pk, namespace, next)
            SELECT r.experiment_pk, r.namespace, r.number + 1 FROM {Highest} WHERE r.number >= coalesce(c.next, 0)
            ON CONFLICT (experiment_pk, namespace) DO UPDATE SET next = excluded.next
            """)
        + connection.Execute(
            """
            UPDATE models SET next_version = (SELECT max(version) + 1 FROM model_versions v WHERE v.model_pk = models.pk)
            WHERE next_version <= (SELECT max(version) FROM model_versions v WHERE v.model_pk = models.pk)
            """);

    /// <summary>Returns the locks of running runs whose process has ended.</summary>
    public static List<string> FreeLocks(StoreConnection connection, string locks) =>
        [.. new OrphanedRunDetector(locks, connection.Options.Time).FindOrphans(RunLiveness.Read(connection)).Select(orphan => orphan.Run.Owner).Distinct()];

    /// <summary>Returns the running runs with these locks. Read after the locks were found free: until then their processes may have ended them.</summary>
    public static List<StoreFinding> RunsWith(StoreConnection connection, IEnumerable<string> locks) => connection.Query(
        $"""
        SELECT r.id, e.name || '/' || CASE r.namespace WHEN '' THEN '' ELSE r.namespace || '/' END || printf('%03d', r.number)
        FROM runs r JOIN experiments e ON e.pk = r.experiment_pk
        WHERE r.status = {(int)RunStatus.Running} AND r.owner_lock IN (SELECT value FROM json_each(@1)) ORDER BY r.pk
        """,
        row => Findings.ProcessGone(row.GetString(1), row.GetString(0)),
        SqlList.Of(locks));
}
