using ExperimentTracker.Rules;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Catalog;

/// <summary>The effects of removals.</summary>
internal static class Removals
{
    /// <summary>The value of <c>removed_at</c> for a record that a garbage collection has marked: it cannot be restored.</summary>
    public const int Collected = 0;

    /// <summary>Throws if a run that matches the condition is running.</summary>
    /// <exception cref="TrackerException"><c>RunIsRunning</c>.</exception>
    public static void RefuseRunning(StoreConnection connection, string condition, IReadOnlyCollection<string> ids)
    {
        // The few running runs are looked up first, whatever the number of runs of the experiment: + excludes the index of its runs.
        string? running = connection.Text(
            $"""
            SELECT r.id FROM runs r JOIN experiments e ON e.pk = +r.experiment_pk
            WHERE r.status = {(int)RunStatus.Running} AND r.removed_at IS NULL AND {condition} LIMIT 1
            """,
            SqlList.Of(ids));
        if (running is not null) throw RunErrors.IsRunning(CatalogRecords.Find(connection, RecordType.Run, running).Name);
    }

    /// <summary>Estimates the removal of experiments.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="experiments">A query for their keys; @1 is the list of ids.</param>
    /// <param name="ids">The ids.</param>
    public static RemovalSummary Estimate(StoreConnection connection, string experiments, IReadOnlyCollection<string> ids) =>
        Sum(connection, experiments, $"SELECT pk FROM runs WHERE removed_at IS NULL AND experiment_pk IN ({experiments})", ids);

    /// <summary>Estimates the removal of runs.</summary>
    public static RemovalSummary EstimateRuns(StoreConnection connection, IReadOnlyCollection<string> ids) =>
        Sum(connection, "SELECT pk FROM experiments WHERE 1 = 0", "SELECT pk FROM runs WHERE removed_at IS NULL AND id IN (SELECT value FROM json_each(@1))", ids);

    private static RemovalSummary Sum(StoreConnection connection, string experiments, string runs, IReadOnlyCollection<string> ids) => connection.First(
        $"""
        WITH gone_experiment AS ({experiments}),
        gone_run AS ({runs}),
        gone AS (
            SELECT pk, digest, backend FROM artifacts
            WHERE removed_at IS NULL AND (run_pk IN (SELECT pk FROM gone_run) OR experiment_pk IN (SELECT pk FROM gone_experiment))),
        digests AS (
            SELECT digest FROM gone WHERE backend = '{Artifact.StoreBackend}'
            UNION SELECT f.digest FROM artifact_files f JOIN gone g ON g.pk = f.artifact_pk)
        SELECT (SELECT count(*) FROM gone_experiment), (SELECT count(*) FROM gone_run),
            (SELECT coalesce(sum(count), 0) FROM metrics WHERE run_pk IN (SELECT pk FROM gone_run)),
            (SELECT count(*) FROM gone),
            (SELECT coalesce(sum(size), 0) FROM blobs b
             WHERE b.digest IN (SELECT digest FROM digests)
               AND NOT {BlobReferences.Any("b.digest", "pk NOT IN (SELECT pk FROM gone)")})
        """,
        row => new RemovalSummary(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4)),
        SqlList.Of(ids))!;
}
