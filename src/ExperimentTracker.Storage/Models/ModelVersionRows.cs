using ExperimentTracker.Contracts.Models;
using ExperimentTracker.Rules;
using ExperimentTracker.Storage.Catalog;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Models;

/// <summary>Maps rows of model versions to records and back.</summary>
internal static class ModelVersionRows
{
    // The stage of a version at a time is that of its last change before it.
    private const string StageAt = """
        (SELECT to_stage FROM stage_changes c WHERE c.version_pk = v.pk AND c.changed_at <= {0} ORDER BY c.ordinal DESC LIMIT 1)
        """;

    /// <returns>The id of the new version.</returns>
    public static string Insert(StoreConnection connection, ModelVersionDraft draft)
    {
        CatalogRow model = CatalogRecords.FindLive(connection, RecordType.Model, draft.ModelId);
        long? run = draft.RunId is null ? null : CatalogRecords.FindLive(connection, RecordType.Run, draft.RunId).Pk;
        long? artifact = draft.ArtifactId is null ? null : ArtifactPk(connection, draft.ArtifactId);
        RefuseOtherProject(connection, model, $"Run '{draft.RunId}'", "SELECT e.project_pk FROM runs r JOIN experiments e ON e.pk = r.experiment_pk WHERE r.pk = @1", run);
        RefuseOtherProject(
            connection, model, $"Artifact '{draft.ArtifactId}'",
            """
            SELECT e.project_pk FROM artifacts a LEFT JOIN runs r ON r.pk = a.run_pk
            JOIN experiments e ON e.pk = coalesce(a.experiment_pk, r.experiment_pk) WHERE a.pk = @1
            """,
            artifact);
        string id = CatalogRecords.NewId(connection, RecordType.ModelVersion, draft.Id);
        DateTime now = connection.UtcNow;
        long number = connection.Number("UPDATE models SET next_version = next_version + 1, updated_at = @2 WHERE pk = @1 RETURNING next_version - 1", model.Pk, now.Ticks)!.Value;
        var version = new ModelVersion
        {
            Id = id,
            ModelId = draft.ModelId,
            Model = model.Name,
            Project = model.Parent!,
            Version = number,
            Stage = ModelStage.None,
            Description = draft.Description,
            CreatedAt = now,
            UpdatedAt = now,
        };
        long pk = ModelVersionColumns.Insert.Execute(connection, version, model.Pk, run, artifact);
        StageTable.AddChange(connection, pk, null, ModelStage.None, null, draft.Actor, now);
        TagRows.Set(connection, RecordType.ModelVersion, pk, draft.Tags);
        return id;
    }

    public static List<ModelVersion> Load(StoreConnection connection, ModelVersionQuery query)
    {
        Conditions conditions = new Conditions(connection.Dialect)
            .AddList("v.id", query.Ids)
            .AddList("m.id", query.ModelIds)
            .AddIf("v.version = {0}", query.Version)
            .AddIf("v.pk IN (SELECT version_pk FROM model_aliases WHERE alias_fold = {0})", query.Alias is null ? null : Names.Fold(query.Alias))
            .AddIf("r.id = {0}", query.RunId)
            .AddRemoval(query.Removed, "v", "m", "p");
        if (query.AsOf is { } time)
        {
            // A version that had been removed by then had no stage.
            foreach (string table in (string[])["v", "m", "p"]) conditions.Add($"({table}.removed_at IS NULL OR {table}.removed_at > {{0}})", time);
            if (query.Stage is { } then) conditions.Add(StageAt + " = {1}", time, (int)then);
            else conditions.Add("v.created_at <= {0}", time);
        }
        else
        {
            conditions.AddIf("v.stage = {0}", (int?)query.Stage);
        }

        List<(long Pk, ModelVersion Version)> rows = connection.Query(
            $"{ModelVersionColumns.Select} {conditions.Where} ORDER BY p.name_fold, m.name_fold, v.version DESC",
            row => ModelVersionColumns.Read(row, DateTimeKind.Local),
            conditions.Arguments);
        var tags = TagRows.Load(connection, RecordType.ModelVersion, rows.Select(r => r.Pk));
        var aliases = ModelAliases.OfVersions(connection, rows.Select(r => r.Pk));
        return [.. rows.Select(r => r.Version with { Tags = tags[r.Pk], Aliases = [.. aliases[r.Pk]] })];
    }

    private static long ArtifactPk(StoreConnection connection, string id) =>
        connection.Number("SELECT pk FROM artifacts WHERE id = @1 AND removed_at IS NULL", id) ?? throw ArtifactErrors.NotFound(id, "The store has no");

    private static void RefuseOtherProject(StoreConnection connection, CatalogRow model, string what, string projectOf, long? pk)
    {
        if (pk is null) return;
        string? other = connection.Text(
            $"SELECT name FROM projects WHERE pk = ({projectOf}) AND pk <> (SELECT project_pk FROM models WHERE pk = @2)", pk, model.Pk);
        if (other is not null) throw ModelErrors.OtherProject(what, other, model.Name, model.Parent!);
    }
}
