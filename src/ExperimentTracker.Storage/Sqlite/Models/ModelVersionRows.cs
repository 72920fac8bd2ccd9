using Microsoft.Data.Sqlite;

namespace ExperimentTracker.Storage.Sqlite;

/// <summary>Rows of model versions to records and back.</summary>
internal static class ModelVersionRows
{
    private const string Select = """
        SELECT v.pk, v.id, m.id, m.name, p.name, v.version, v.stage, r.id,
            re.name || '/' || CASE r.namespace WHEN '' THEN '' ELSE r.namespace || '/' END || printf('%03d', r.number),
            a.id, a.key, v.description, v.created_at, v.updated_at, v.removed_at, v.origin_store, v.origin_version
        FROM model_versions v
        JOIN models m ON m.pk = v.model_pk
        JOIN projects p ON p.pk = m.project_pk
        LEFT JOIN runs r ON r.pk = v.run_pk
        LEFT JOIN experiments re ON re.pk = r.experiment_pk
        LEFT JOIN artifacts a ON a.pk = v.artifact_pk
        """;

    // The stage a version had at a moment is where its last change before it led.
    private const string StageAt = """
        (SELECT to_stage FROM stage_changes c WHERE c.version_pk = v.pk AND c.changed_at <= {0} ORDER BY c.ordinal DESC LIMIT 1)
        """;

    /// <returns>The id of the new version.</returns>
    public static string Insert(Session session, ModelVersionDraft draft)
    {
        CatalogRow model = Catalog.FindLive(session, RecordType.Model, draft.ModelId);
        long? run = draft.RunId is null ? null : Catalog.FindLive(session, RecordType.Run, draft.RunId).Pk;
        long? artifact = draft.ArtifactId is null ? null : ArtifactPk(session, draft.ArtifactId);
        RefuseOtherProject(session, model, $"Run '{draft.RunId}'", "SELECT e.project_pk FROM runs r JOIN experiments e ON e.pk = r.experiment_pk WHERE r.pk = @1", run);
        RefuseOtherProject(
            session, model, $"Artifact '{draft.ArtifactId}'",
            """
            SELECT e.project_pk FROM artifacts a LEFT JOIN runs r ON r.pk = a.run_pk
            JOIN experiments e ON e.pk = coalesce(a.experiment_pk, r.experiment_pk) WHERE a.pk = @1
            """,
            artifact);
        string id = Catalog.NewId(session, RecordType.ModelVersion, draft.Id);
        long now = UtcTicks.Now;
        long number = session.Number("UPDATE models SET next_version = next_version + 1, updated_at = @2 WHERE pk = @1 RETURNING next_version - 1", model.Pk, now)!.Value;
        session.Execute(
            """
            INSERT INTO model_versions (id, model_pk, version, stage, run_pk, artifact_pk, description, created_at, updated_at)
            VALUES (@1, @2, @3, 0, @4, @5, @6, @7, @7)
            """,
            id, model.Pk, number, run, artifact, draft.Description, now);
        long pk = session.Number("SELECT last_insert_rowid()")!.Value;
        StageTable.Note(session, pk, null, ModelStage.None, null, draft.Actor);
        TagRows.Set(session, RecordType.ModelVersion, pk, draft.Tags);
        return id;
    }

    public static List<ModelVersion> Load(Session session, ModelVersionQuery query)
    {
        Conditions conditions = new Conditions()
            .AddList("v.id", query.Ids)
            .AddList("m.id", query.ModelIds)
            .AddIf("v.version = {0}", query.Version)
            .AddIf("v.pk IN (SELECT version_pk FROM model_aliases WHERE alias_fold = {0})", query.Alias is null ? null : Names.Fold(query.Alias))
            .AddIf("r.id = {0}", query.RunId)
            .AddRemoval(query.Removed, "v", "m", "p");
        if (query.AsOf is { } moment)
        {
            // A version that had been removed by then stood nowhere any more.
            foreach (string table in (string[])["v", "m", "p"]) conditions.Add($"({table}.removed_at IS NULL OR {table}.removed_at > {{0}})", moment);
            if (query.Stage is { } then) conditions.Add(StageAt + " = {1}", moment, (int)then);
            else conditions.Add("v.created_at <= {0}", moment);
        }
        else
        {
            conditions.AddIf("v.stage = {0}", (int?)query.Stage);
        }

        List<(long Pk, ModelVersion Version)> rows = session.Query(
            $"{Select} {conditions.Where} ORDER BY p.name_fold, m.name_fold, v.version DESC", row => (row.GetInt64(0), Read(row)), conditions.Arguments);
        var tags = TagRows.Load(session, RecordType.ModelVersion, rows.Select(r => r.Pk));
        var aliases = ModelAliases.OfVersions(session, rows.Select(r => r.Pk));
        return [.. rows.Select(r => r.Version with { Tags = new NamedValues(tags[r.Pk]), Aliases = [.. aliases[r.Pk]] })];
    }

    private static long ArtifactPk(Session session, string id) =>
        session.Number("SELECT pk FROM artifacts WHERE id = @1 AND removed_at IS NULL", id) ?? throw ArtifactErrors.NotFound(id, "The store has no");

    private static void RefuseOtherProject(Session session, CatalogRow model, string what, string projectOf, long? pk)
    {
        if (pk is null) return;
        string? other = (string?)session.Scalar(
            $"SELECT name FROM projects WHERE pk = ({projectOf}) AND pk <> (SELECT project_pk FROM models WHERE pk = @2)", pk, model.Pk);
        if (other is not null) throw ModelErrors.OtherProject(what, other, model.Name, model.Parent!);
    }

    private static ModelVersion Read(SqliteDataReader row) => new()
    {
        Id = row.GetString(1),
        ModelId = row.GetString(2),
        Model = row.GetString(3),
        Project = row.GetString(4),
        Version = row.GetInt64(5),
        Stage = row.Word<ModelStage>(6),
        RunId = row.Text(7),
        Run = row.Text(8),
        ArtifactId = row.Text(9),
        Artifact = row.Text(10),
        Description = row.Text(11),
        CreatedAt = row.Time(12),
        UpdatedAt = row.Time(13),
        RemovedAt = row.TimeOrNull(14),
        OriginStoreId = row.Text(15),
        OriginVersion = row.Whole(16),
    };
}
