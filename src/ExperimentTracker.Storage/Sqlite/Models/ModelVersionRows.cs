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
    public static string Insert(StoreConnection connection, ModelVersionDraft draft)
    {
        CatalogRow model = Catalog.FindLive(connection, RecordType.Model, draft.ModelId);
        long? run = draft.RunId is null ? null : Catalog.FindLive(connection, RecordType.Run, draft.RunId).Pk;
        long? artifact = draft.ArtifactId is null ? null : ArtifactPk(connection, draft.ArtifactId);
        RefuseOtherProject(connection, model, $"Run '{draft.RunId}'", "SELECT e.project_pk FROM runs r JOIN experiments e ON e.pk = r.experiment_pk WHERE r.pk = @1", run);
        RefuseOtherProject(
            connection, model, $"Artifact '{draft.ArtifactId}'",
            """
            SELECT e.project_pk FROM artifacts a LEFT JOIN runs r ON r.pk = a.run_pk
            JOIN experiments e ON e.pk = coalesce(a.experiment_pk, r.experiment_pk) WHERE a.pk = @1
            """,
            artifact);
        string id = Catalog.NewId(connection, RecordType.ModelVersion, draft.Id);
        long now = UtcTicks.Now;
        long number = connection.Number("UPDATE models SET next_version = next_version + 1, updated_at = @2 WHERE pk = @1 RETURNING next_version - 1", model.Pk, now)!.Value;
        connection.Execute(
            $"""
            INSERT INTO model_versions (id, model_pk, version, stage, run_pk, artifact_pk, description, created_at, updated_at)
            VALUES (@1, @2, @3, {(int)ModelStage.None}, @4, @5, @6, @7, @7)
            """,
            id, model.Pk, number, run, artifact, draft.Description, now);
        long pk = connection.LastInsertRowId;
        StageTable.Note(connection, pk, null, ModelStage.None, null, draft.Actor);
        TagRows.Set(connection, RecordType.ModelVersion, pk, draft.Tags);
        return id;
    }

    public static List<ModelVersion> Load(StoreConnection connection, ModelVersionQuery query)
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

        List<(long Pk, ModelVersion Version)> rows = connection.Query(
            $"{Select} {conditions.Where} ORDER BY p.name_fold, m.name_fold, v.version DESC", row => (row.GetInt64(0), Read(row)), conditions.Arguments);
        var tags = TagRows.Load(connection, RecordType.ModelVersion, rows.Select(r => r.Pk));
        var aliases = ModelAliases.OfVersions(connection, rows.Select(r => r.Pk));
        return [.. rows.Select(r => r.Version with { Tags = new NamedValues(tags[r.Pk]), Aliases = [.. aliases[r.Pk]] })];
    }

    private static long ArtifactPk(StoreConnection connection, string id) =>
        connection.Number("SELECT pk FROM artifacts WHERE id = @1 AND removed_at IS NULL", id) ?? throw ArtifactErrors.NotFound(id, "The store has no");

    private static void RefuseOtherProject(StoreConnection connection, CatalogRow model, string what, string projectOf, long? pk)
    {
        if (pk is null) return;
        string? other = (string?)connection.Scalar(
            $"SELECT name FROM projects WHERE pk = ({projectOf}) AND pk <> (SELECT project_pk FROM models WHERE pk = @2)", pk, model.Pk);
        if (other is not null) throw ModelErrors.OtherProject(what, other, model.Name, model.Parent!);
    }

    private static ModelVersion Read(Statement row) => new()
    {
        Id = row.GetString(1),
        ModelId = row.GetString(2),
        Model = row.GetString(3),
        Project = row.GetString(4),
        Version = row.GetInt64(5),
        Stage = row.GetEnum<ModelStage>(6),
        RunId = row.GetStringOrNull(7),
        Run = row.GetStringOrNull(8),
        ArtifactId = row.GetStringOrNull(9),
        Artifact = row.GetStringOrNull(10),
        Description = row.GetStringOrNull(11),
        CreatedAt = row.GetLocalTime(12),
        UpdatedAt = row.GetLocalTime(13),
        RemovedAt = row.GetLocalTimeOrNull(14),
        OriginStoreId = row.GetStringOrNull(15),
        OriginVersion = row.GetInt64OrNull(16),
    };
}
