using ExperimentTracker.Storage.Catalog;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Maintenance;

/// <summary>
/// Deletes the rows of marked records in small steps. Links between marked records are deleted with the record that has them; kept records have none
/// to them. Only one process sweeps at a time, and a key is not used after its row is deleted, because a new row may get it.
/// </summary>
/// <param name="connection">The connection that writes.</param>
/// <param name="removedBefore">The latest removal time to include for encoders, which have neither id nor mark.</param>
internal sealed class CollectionSweep(StoreConnection connection, long removedBefore)
{
    // The number of rows that one statement deletes: it must end well within the duration of a transaction, even if each row is a chunk of 8 KB or
    // more.
    private const int BatchSize = 256;

    /// <summary>Returns the steps; each returns the number of runs it deleted.</summary>
    public IEnumerable<long> Steps()
    {
        foreach (long run in Marked("runs"))
        {
            connection.Execute("DELETE FROM run_inputs WHERE run_pk = @1", run);
            yield return 0;
        }

        foreach (long version in Marked("model_versions"))
        {
            DeleteVersion(version);
            yield return 0;
        }

        foreach (long model in Marked("models")) Delete("models", RecordType.Model, model);
        foreach (long run in Marked("runs"))
        {
            foreach (long[] series in Keys("SELECT pk FROM metrics WHERE run_pk = @1", run).Chunk(BatchSize))
            {
                while (!DeleteSeries(series)) yield return 0;
            }

            while (connection.Execute("DELETE FROM run_logs WHERE pk IN (SELECT pk FROM run_logs WHERE run_pk = @1 LIMIT @2)", run, BatchSize) > 0) yield return 0;
            foreach (long artifact in Keys("SELECT pk FROM artifacts WHERE run_pk = @1", run))
            {
                while (!DeleteArtifact(artifact)) yield return 0;
            }

            DeleteRun(run);
            yield return 1;
        }

        foreach (long artifact in Marked("artifacts"))
        {
            while (!DeleteArtifact(artifact)) yield return 0;
            yield return 0;
        }

        foreach (long trial in Marked("trials"))
        {
            Delete("trials", RecordType.Trial, trial);
            yield return 0;
        }

        foreach (long experiment in Marked("experiments"))
        {
            connection.Execute("DELETE FROM run_counters WHERE experiment_pk = @1", experiment);
            connection.Execute("DELETE FROM experiment_datasets WHERE experiment_pk = @1", experiment);
            Delete("experiments", RecordType.Experiment, experiment);
            yield return 0;
        }

        foreach (long dataset in Marked("datasets"))
        {
            connection.Execute("DELETE FROM dataset_encoders WHERE dataset_pk = @1", dataset);
            Delete("datasets", RecordType.Dataset, dataset);
        }

        connection.Execute("DELETE FROM encoders WHERE removed_at <= @1", removedBefore);
        foreach (long project in Marked("projects")) Delete("projects", RecordType.Project, project);
    }

    private List<long> Marked(string table) => Keys($"SELECT pk FROM {table} WHERE removed_at = {Removals.Collected}");

    private List<long> Keys(string sql, params ReadOnlySpan<object?> arguments) => connection.Query(sql, row => row.GetInt64(0), arguments);

    /// <returns>Whether they are deleted; otherwise there is more to delete.</returns>
    private bool DeleteSeries(long[] series)
    {
        SqlList list = SqlList.Of(series);
        const string these = "metric_pk IN (SELECT value FROM json_each(@1))";
        if (connection.Execute($"DELETE FROM metric_chunks WHERE pk IN (SELECT pk FROM metric_chunks WHERE {these} LIMIT @2)", list, BatchSize) == BatchSize) return false;
        const string summaries = $"SELECT metric_pk, level, number FROM metric_summaries WHERE {these} LIMIT @2";
        if (connection.Execute($"DELETE FROM metric_summaries WHERE (metric_pk, level, number) IN ({summaries})", list, BatchSize) == BatchSize) return false;
        connection.Execute($"DELETE FROM metric_tail WHERE {these}", list);
        connection.Execute("DELETE FROM metrics WHERE pk IN (SELECT value FROM json_each(@1))", list);
        return true;
    }

    /// <returns>Whether it is deleted; otherwise there is more to delete.</returns>
    private bool DeleteArtifact(long artifact)
    {
        const string files = "SELECT path FROM artifact_files WHERE artifact_pk = @1 LIMIT @2";
        if (connection.Execute($"DELETE FROM artifact_files WHERE artifact_pk = @1 AND path IN ({files})", artifact, BatchSize) == BatchSize) return false;
        Delete("artifacts", RecordType.Artifact, artifact);
        return true;
    }

    private void DeleteVersion(long version)
    {
        connection.Execute("DELETE FROM model_aliases WHERE version_pk = @1", version);
        connection.Execute("DELETE FROM stage_changes WHERE version_pk = @1", version);
        Delete("model_versions", RecordType.ModelVersion, version);
    }

    private void DeleteRun(long run)
    {
        foreach (string table in (string[])["status_changes", "run_parameters", "run_epochs", "run_results"])
        {
            connection.Execute($"DELETE FROM {table} WHERE run_pk = @1", run);
        }

        Delete("runs", RecordType.Run, run);
    }

    private void Delete(string table, RecordType type, long pk)
    {
        connection.Execute("DELETE FROM tags WHERE target_type = @1 AND target_pk = @2", (int)type, pk);
        connection.Execute($"DELETE FROM {table} WHERE pk = @1 AND removed_at = {Removals.Collected}", pk);
    }
}
