using ExperimentTracker.Rules;
using ExperimentTracker.Storage.Catalog;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Runs;

/// <summary>Moves a run and its descendants to another experiment.</summary>
internal static class RunMove
{
    // Descendants that are in another experiment already, and what is below them, are not of the tree that moves. The run itself comes first, and so gets its number first.
    private const string Tree = """
        WITH RECURSIVE tree (pk) AS (
            SELECT @1 UNION SELECT c.pk FROM runs c JOIN tree ON c.parent_pk = tree.pk
            WHERE c.experiment_pk = (SELECT experiment_pk FROM runs WHERE pk = @1))
        SELECT r.pk, r.id, r.namespace, r.number, r.name, t.name FROM tree JOIN runs r ON r.pk = tree.pk LEFT JOIN trials t ON t.pk = r.trial_pk
        ORDER BY r.pk <> @1, r.pk
        """;

    /// <exception cref="TrackerException"><c>ExperimentNotFound</c>, <c>RecordRemoved</c>, <c>TrialMissing</c> or <c>OtherProject</c>.</exception>
    public static void To(StoreConnection connection, CatalogRow run, string experimentId)
    {
        CatalogRow experiment = CatalogRecords.FindLive(connection, RecordType.Experiment, experimentId);
        long from = connection.Number("SELECT experiment_pk FROM runs WHERE pk = @1", run.Pk)!.Value;
        if (from == experiment.Pk) return;
        List<Row> tree = connection.Query(
            Tree, row => new Row(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetInt64(3), row.GetString(4), row.GetStringOrNull(5)), run.Pk);
        foreach (Row row in tree)
        {
            string path = row.Pk == run.Pk ? run.Name : CatalogRecords.FindLive(connection, RecordType.Run, row.Id).Name;
            RefuseOriginOfModel(connection, row.Pk, path, experiment.Pk);
            Move(connection, row, path, experiment);
        }

        connection.Post("UPDATE experiments SET updated_at = @1 WHERE pk IN (@2, @3)", connection.NowTicks, from, experiment.Pk);
    }

    private static void Move(StoreConnection connection, Row row, string path, CatalogRow experiment)
    {
        long? trial = TrialIn(connection, experiment, row.Trial, path);

        // Raising the counter locks it, so that no other process takes the number between the question and the change.
        RunCreation.RaiseCounter(connection, experiment.Pk, row.Place, 0);
        bool isFree = RunCreation.IsFree(connection, experiment.Pk, row.Place, row.Number);
        long number = isFree ? row.Number : RunCreation.NextNumber(connection, experiment.Pk, row.Place);
        RunCreation.RaiseCounter(connection, experiment.Pk, row.Place, number + 1);
        string name = row.Name == RunCreation.DefaultName(row.Number) ? RunCreation.DefaultName(number) : row.Name;
        connection.Execute(
            """
            UPDATE runs SET experiment_pk = @2, trial_pk = @3, number = @4, name = @5, name_fold = @6, updated_at = @7,
                origin_store = CASE WHEN number <> @4 AND origin_number IS NULL THEN (SELECT value FROM store_info WHERE name = 'store_id') ELSE origin_store END,
                origin_number = CASE WHEN number <> @4 THEN coalesce(origin_number, number) ELSE origin_number END
            WHERE pk = @1
            """,
            row.Pk, experiment.Pk, trial, number, name, Names.Fold(name), connection.NowTicks);
    }

    /// <summary>Returns the trial of that name in another experiment, for a run that is moved or copied there.</summary>
    /// <exception cref="TrackerException"><c>TrialMissing</c>.</exception>
    public static long? TrialIn(StoreConnection connection, CatalogRow experiment, string? trial, string path) => trial is null ? null
        : connection.Number("SELECT pk FROM trials WHERE experiment_pk = @1 AND name_fold = @2 AND removed_at IS NULL", experiment.Pk, Names.Fold(trial))
            ?? throw RunErrors.TrialMissing(path, trial, experiment.Name);

    // A version and its origin are in one project.
    private static void RefuseOriginOfModel(StoreConnection connection, long run, string path, long experiment)
    {
        (string Version, string Project)? held = connection.Query(
            $"""
            SELECT m.name || '/' || v.version, p.name FROM model_versions v JOIN models m ON m.pk = v.model_pk JOIN projects p ON p.pk = m.project_pk
            LEFT JOIN artifacts a ON a.pk = v.artifact_pk
            WHERE (v.run_pk = @1 OR a.run_pk = @1) AND v.removed_at IS DISTINCT FROM {Removals.Collected} AND p.pk <> (SELECT project_pk FROM experiments WHERE pk = @2)
            ORDER BY v.pk LIMIT 1
            """,
            row => ((string, string)?)(row.GetString(0), row.GetString(1)), run, experiment).FirstOrDefault();
        if (held is { } version) throw RunErrors.OriginOfModel(path, version.Version, version.Project);
    }

    private sealed record Row(long Pk, string Id, string Place, long Number, string Name, string? Trial);
}
