using ExperimentTracker.Storage.Catalog;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Maintenance;

/// <summary>
/// Deletes the rows of marked records in small steps, each record after those that refer to it. Links between marked records are deleted with either of
/// them; kept records have none to them. Each step looks for what is left, so that it does not matter what was done before.
/// </summary>
internal static class CollectionSweep
{
    // The number of rows that one statement deletes: it must end well within the duration of a transaction, even if each row is a chunk of 8 KB or
    // more.
    private const int BatchSize = 256;

    // Of records with a bounded number of small rows each.
    private const int RecordsAtOnce = 16;

    /// <summary>Returns the steps for <see cref="TransactionBatches"/>; each returns the number of runs it deleted.</summary>
    /// <param name="removedBefore">The latest removal time to include for encoders, which have neither id nor mark.</param>
    public static IReadOnlyList<Func<StoreConnection, long?>> Steps(long removedBefore) =>
    [
        connection => Each(connection, "model_versions", RecordType.ModelVersion, "model_aliases.version_pk", "stage_changes.version_pk", "run_inputs.version_pk"),
        connection => Each(connection, "models", RecordType.Model),
        Runs,
        connection => Marked(connection, "artifacts") is { Count: > 0 } some ? DeleteArtifacts(connection, some) : null,
        connection => Each(connection, "trials", RecordType.Trial),
        connection => Each(connection, "experiments", RecordType.Experiment, "run_counters.experiment_pk", "experiment_datasets.experiment_pk"),
        connection => Each(connection, "datasets", RecordType.Dataset, "dataset_encoders.dataset_pk", "experiment_datasets.dataset_pk", "run_inputs.dataset_pk"),
        connection => connection.Execute("DELETE FROM encoders WHERE removed_at <= @1", removedBefore) > 0 ? 0 : null,
        connection => Each(connection, "projects", RecordType.Project),
    ];

    // One part of some runs: first what there can be many of, then the runs themselves.
    private static long? Runs(StoreConnection connection)
    {
        List<long> runs = Marked(connection, "runs");
        if (runs.Count == 0) return null;
        var list = SqlList.Of(runs);
        List<long> series = Keys(connection, "SELECT pk FROM metrics WHERE run_pk IN (SELECT value FROM json_each(@1)) LIMIT @2", list, BatchSize);
        if (series.Count > 0) return DeleteSeries(connection, series);
        const string logs = "SELECT pk FROM run_logs WHERE run_pk IN (SELECT value FROM json_each(@1)) LIMIT @2";
        if (connection.Execute($"DELETE FROM run_logs WHERE pk IN ({logs})", list, BatchSize) > 0) return 0;
        const string distributions = "SELECT run_pk, key_fold, step, ordinal FROM run_distributions WHERE run_pk IN (SELECT value FROM json_each(@1)) LIMIT @2";
        if (connection.Execute($"DELETE FROM run_distributions WHERE (run_pk, key_fold, step, ordinal) IN ({distributions})", list, BatchSize) > 0) return 0;
        List<long> artifacts = Keys(connection, $"SELECT pk FROM artifacts WHERE run_pk IN (SELECT value FROM json_each(@1)) AND removed_at = {Removals.Collected} LIMIT @2", list, RecordsAtOnce);
        if (artifacts.Count > 0) return DeleteArtifacts(connection, artifacts);
        Delete(connection, "runs", RecordType.Run, list, "status_changes.run_pk", "run_parameters.run_pk", "run_epochs.run_pk", "run_results.run_pk", "run_inputs.run_pk");
        return runs.Count;
    }

    private static long DeleteSeries(StoreConnection connection, List<long> series)
    {
        var list = SqlList.Of(series);
        const string these = "metric_pk IN (SELECT value FROM json_each(@1))";
        if (connection.Execute($"DELETE FROM metric_chunks WHERE pk IN (SELECT pk FROM metric_chunks WHERE {these} LIMIT @2)", list, BatchSize) == BatchSize) return 0;
        const string summaries = $"SELECT metric_pk, level, number FROM metric_summaries WHERE {these} LIMIT @2";
        if (connection.Execute($"DELETE FROM metric_summaries WHERE (metric_pk, level, number) IN ({summaries})", list, BatchSize) == BatchSize) return 0;
        connection.Post($"DELETE FROM metric_tail WHERE {these}", list);
        connection.Post("DELETE FROM metrics WHERE pk IN (SELECT value FROM json_each(@1))", list);
        return 0;
    }

    private static long DeleteArtifacts(StoreConnection connection, List<long> artifacts)
    {
        var list = SqlList.Of(artifacts);
        const string files = "SELECT artifact_pk, path FROM artifact_files WHERE artifact_pk IN (SELECT value FROM json_each(@1)) LIMIT @2";
        if (connection.Execute($"DELETE FROM artifact_files WHERE (artifact_pk, path) IN ({files})", list, BatchSize) < BatchSize)
        {
            Delete(connection, "artifacts", RecordType.Artifact, list, "run_inputs.artifact_pk");
        }

        return 0;
    }

    private static long? Each(StoreConnection connection, string table, RecordType type, params ReadOnlySpan<string> parts)
    {
        List<long> some = Marked(connection, table);
        if (some.Count == 0) return null;
        Delete(connection, table, type, SqlList.Of(some), parts);
        return 0;
    }

    // Parts are named table.column, after the column that refers to the record.
    private static void Delete(StoreConnection connection, string table, RecordType type, SqlList pks, params ReadOnlySpan<string> parts)
    {
        foreach (string part in parts)
        {
            string[] names = part.Split('.');
            connection.Post($"DELETE FROM {names[0]} WHERE {names[1]} IN (SELECT value FROM json_each(@1))", pks);
        }

        connection.Post("DELETE FROM tags WHERE target_type = @1 AND target_pk IN (SELECT value FROM json_each(@2))", (int)type, pks);
        connection.Post($"DELETE FROM {table} WHERE pk IN (SELECT value FROM json_each(@1)) AND removed_at = {Removals.Collected}", pks);
    }

    private static List<long> Marked(StoreConnection connection, string table) =>
        Keys(connection, $"SELECT pk FROM {table} WHERE removed_at = {Removals.Collected} LIMIT @1", RecordsAtOnce);

    private static List<long> Keys(StoreConnection connection, string sql, params ReadOnlySpan<object?> arguments) => connection.Query(sql, row => row.GetInt64(0), arguments);
}
