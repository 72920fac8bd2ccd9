using ExperimentTracker.Rules;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Catalog;

/// <summary>Runs that accept measurements.</summary>
internal static class OpenRuns
{
    /// <summary>Returns the internal key of a run that accepts measurements.</summary>
    /// <exception cref="TrackerException"><c>RunNotFound</c>, <c>RecordRemoved</c> or <c>RunNotOpen</c>.</exception>
    public static long Find(StoreConnection connection, string id, string what) => FindLater(connection, id, what)();

    /// <summary>Requires that a run accepts measurements, and locks it; see <see cref="Statement.Require"/>.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="pk">Its internal key.</param>
    /// <param name="id">Its id.</param>
    /// <param name="startedAt">When it started, if that is required too.</param>
    public static void Require(StoreConnection connection, long pk, string id, long? startedAt = null) => connection.Prepare(
        $"""
        SELECT 1 FROM runs r JOIN experiments e ON e.pk = r.experiment_pk JOIN projects p ON p.pk = e.project_pk
        WHERE r.pk = ? AND r.id = ? AND r.started_at = coalesce(CAST(? AS BIGINT), r.started_at) AND {IsOpen}{connection.Dialect.Locking("r")}
        """).Bind(pk).Bind(id).Bind(startedAt).Require();

    /// <summary>The same, by a query that is sent with the next one.</summary>
    public static Func<long> FindLater(StoreConnection connection, string id, string what)
    {
        // This query runs for every point, so it only checks for success; the reason of a failure is determined afterwards.
        Awaited<List<long>> open = connection.Prepare(
            $"""
            SELECT r.pk FROM runs r JOIN experiments e ON e.pk = r.experiment_pk JOIN projects p ON p.pk = e.project_pk
            WHERE r.id = ? AND {IsOpen}{connection.Dialect.Locking("r")}
            """).Bind(id).ToListLater(row => row.GetInt64(0));
        return () => open.Value is [{ } pk] ? pk : throw Refusal(connection, id, what);
    }

    private static string IsOpen => $"r.status = {(int)RunStatus.Running} AND r.removed_at IS NULL AND e.removed_at IS NULL AND p.removed_at IS NULL";

    private static TrackerException Refusal(StoreConnection connection, string id, string what)
    {
        CatalogRow run = CatalogRecords.FindLive(connection, RecordType.Run, id);
        var status = (RunStatus)connection.Number("SELECT status FROM runs WHERE pk = @1", run.Pk)!;
        return RunErrors.NotOpen(run.Name, status, what);
    }
}
