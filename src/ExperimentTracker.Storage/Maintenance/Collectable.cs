using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Maintenance;

/// <summary>
/// Determines which records a garbage collection can delete: removed records, and those that belong to one, unless a record that is kept refers to
/// them. A record that a model version, the input of a run, or an experiment refers to is kept as long as these are, together with its parents and,
/// for a run, all of its records. Trials and parent runs keep nothing: their runs continue without them.
/// </summary>
internal static class Collectable
{
    /// <summary>Fills the temporary table <c>gone (type, pk, removed_at)</c>.</summary>
    /// <param name="connection">The connection, in a transaction.</param>
    /// <param name="removedBefore">The latest removal time to include.</param>
    /// <returns>The number of removed records that are kept.</returns>
    public static long Find(StoreConnection connection, long removedBefore)
    {
        connection.Script("CREATE TEMP TABLE IF NOT EXISTS gone (type BIGINT NOT NULL, pk BIGINT NOT NULL, removed_at BIGINT NOT NULL, PRIMARY KEY (type, pk))");
        connection.Script("CREATE TEMP TABLE IF NOT EXISTS stays (type BIGINT NOT NULL, pk BIGINT NOT NULL, round BIGINT NOT NULL, PRIMARY KEY (type, pk))");
        Forget(connection);
        connection.Execute(Removed, removedBefore);

        // A recursive query would need one statement for each engine.
        int round = 0;
        for (int found = connection.Execute(KeptFromOutside); found > 0; round++) found = connection.Execute(KeptByThese, removedBefore, round);
        return round == 0 ? 0 : connection.Execute("DELETE FROM temp.gone WHERE (type, pk) IN (SELECT type, pk FROM temp.stays)");
    }

    /// <summary>Empties the table.</summary>
    public static void Forget(StoreConnection connection)
    {
        connection.Post("DELETE FROM temp.gone");
        connection.Post("DELETE FROM temp.stays");
    }

    private const int Project = (int)RecordType.Project;
    private const int Experiment = (int)RecordType.Experiment;
    private const int Trial = (int)RecordType.Trial;
    private const int Run = (int)RecordType.Run;
    private const int Model = (int)RecordType.Model;
    private const int Version = (int)RecordType.ModelVersion;
    private const int Dataset = (int)RecordType.Dataset;
    private const int Artifact = (int)RecordType.Artifact;

    private const string Never = "9223372036854775807";

    // The time at which the record disappeared: the earliest removal of it or of one of its parents.
    private static readonly string Removed = $"""
        INSERT INTO temp.gone (type, pk, removed_at)
        SELECT type, pk, at FROM (
            SELECT {Project} AS type, p.pk, {At("p")} AS at FROM projects p
            UNION ALL SELECT {Experiment}, e.pk, {At("e", "p")} FROM experiments e JOIN projects p ON p.pk = e.project_pk
            UNION ALL SELECT {Trial}, t.pk, {At("t", "e", "p")} FROM trials t JOIN experiments e ON e.pk = t.experiment_pk JOIN projects p ON p.pk = e.project_pk
            UNION ALL SELECT {Run}, r.pk, {At("r", "e", "p")} FROM runs r JOIN experiments e ON e.pk = r.experiment_pk JOIN projects p ON p.pk = e.project_pk
            UNION ALL SELECT {Model}, m.pk, {At("m", "p")} FROM models m JOIN projects p ON p.pk = m.project_pk
            UNION ALL SELECT {Version}, v.pk, {At("v", "m", "p")} FROM model_versions v JOIN models m ON m.pk = v.model_pk JOIN projects p ON p.pk = m.project_pk
            UNION ALL SELECT {Dataset}, d.pk, {At("d")} FROM datasets d
            UNION ALL SELECT {Artifact}, a.pk, {At("a", "r", "e", "p")} FROM artifacts a LEFT JOIN runs r ON r.pk = a.run_pk
                JOIN experiments e ON e.pk = coalesce(a.experiment_pk, r.experiment_pk) JOIN projects p ON p.pk = e.project_pk) AS removed
        WHERE at <= @1 AND at < {Never}
        """;

    private static string At(params string[] tables) =>
        tables.Aggregate(Never, (earliest, table) => $"min({earliest}, coalesce({table}.removed_at, {Never}))");

    // The records to keep: first those that are referred to from outside of the table.
    private static readonly string KeptFromOutside = $"""
        INSERT INTO temp.stays (type, pk, round)
        SELECT DISTINCT g.type, g.pk, 0
        FROM (
            SELECT {Version} AS source, v.pk AS source_pk, {Run} AS target, v.run_pk AS target_pk FROM model_versions v WHERE v.run_pk IS NOT NULL
            UNION ALL SELECT {Version}, v.pk, {Artifact}, v.artifact_pk FROM model_versions v WHERE v.artifact_pk IS NOT NULL
            UNION ALL SELECT {Run}, i.run_pk, {Artifact}, i.artifact_pk FROM run_inputs i WHERE i.artifact_pk IS NOT NULL
            UNION ALL SELECT {Run}, i.run_pk, {Version}, i.version_pk FROM run_inputs i WHERE i.version_pk IS NOT NULL
            UNION ALL SELECT {Run}, i.run_pk, {Dataset}, i.dataset_pk FROM run_inputs i WHERE i.dataset_pk IS NOT NULL
            UNION ALL SELECT {Experiment}, x.experiment_pk, {Dataset}, x.dataset_pk FROM experiment_datasets x
            UNION ALL SELECT {Experiment}, e.pk, {Dataset}, e.primary_dataset_pk FROM experiments e WHERE e.primary_dataset_pk IS NOT NULL) l
        JOIN temp.gone g ON g.type = l.target AND g.pk = l.target_pk
        WHERE NOT EXISTS (SELECT 1 FROM temp.gone s WHERE s.type = l.source AND s.pk = l.source_pk)
        """;

    // Then those that they refer to or belong to.
    private static readonly string KeptByThese = $"""
        INSERT INTO temp.stays (type, pk, round)
        SELECT type, pk, @2 + 1 FROM (
            SELECT {Run} AS type, v.run_pk AS pk FROM temp.stays s JOIN model_versions v ON v.pk = s.pk WHERE s.round = @2 AND s.type = {Version} AND v.run_pk IS NOT NULL
            UNION SELECT {Artifact}, v.artifact_pk FROM temp.stays s JOIN model_versions v ON v.pk = s.pk WHERE s.round = @2 AND s.type = {Version} AND v.artifact_pk IS NOT NULL
            UNION SELECT {Model}, v.model_pk FROM temp.stays s JOIN model_versions v ON v.pk = s.pk WHERE s.round = @2 AND s.type = {Version}
            UNION SELECT {Project}, m.project_pk FROM temp.stays s JOIN models m ON m.pk = s.pk WHERE s.round = @2 AND s.type = {Model}
            UNION SELECT {Artifact}, i.artifact_pk FROM temp.stays s JOIN run_inputs i ON i.run_pk = s.pk WHERE s.round = @2 AND s.type = {Run} AND i.artifact_pk IS NOT NULL
            UNION SELECT {Version}, i.version_pk FROM temp.stays s JOIN run_inputs i ON i.run_pk = s.pk WHERE s.round = @2 AND s.type = {Run} AND i.version_pk IS NOT NULL
            UNION SELECT {Dataset}, i.dataset_pk FROM temp.stays s JOIN run_inputs i ON i.run_pk = s.pk WHERE s.round = @2 AND s.type = {Run} AND i.dataset_pk IS NOT NULL
            UNION SELECT {Artifact}, a.pk FROM temp.stays s JOIN artifacts a ON a.run_pk = s.pk WHERE s.round = @2 AND s.type = {Run} AND (a.removed_at IS NULL OR a.removed_at > @1)
            UNION SELECT {Experiment}, r.experiment_pk FROM temp.stays s JOIN runs r ON r.pk = s.pk WHERE s.round = @2 AND s.type = {Run}
            UNION SELECT {Run}, a.run_pk FROM temp.stays s JOIN artifacts a ON a.pk = s.pk WHERE s.round = @2 AND s.type = {Artifact} AND a.run_pk IS NOT NULL
            UNION SELECT {Experiment}, a.experiment_pk FROM temp.stays s JOIN artifacts a ON a.pk = s.pk WHERE s.round = @2 AND s.type = {Artifact} AND a.experiment_pk IS NOT NULL
            UNION SELECT {Dataset}, x.dataset_pk FROM temp.stays s JOIN experiment_datasets x ON x.experiment_pk = s.pk WHERE s.round = @2 AND s.type = {Experiment}
            UNION SELECT {Dataset}, e.primary_dataset_pk FROM temp.stays s JOIN experiments e ON e.pk = s.pk WHERE s.round = @2 AND s.type = {Experiment} AND e.primary_dataset_pk IS NOT NULL
            UNION SELECT {Project}, e.project_pk FROM temp.stays s JOIN experiments e ON e.pk = s.pk WHERE s.round = @2 AND s.type = {Experiment}) AS kept
        WHERE NOT EXISTS (SELECT 1 FROM temp.stays k WHERE k.type = kept.type AND k.pk = kept.pk)
        """;
}
