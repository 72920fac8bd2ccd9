using ExperimentTracker.Storage.Catalog;
using ExperimentTracker.Storage.Engine;
namespace ExperimentTracker.Storage.Models;

/// <summary>The columns of model versions.</summary>
internal static class ModelVersionColumns
{
    public static readonly RecordColumns<ModelVersion> All = new("model_versions", "v");
    private static readonly Column<ModelVersion, long> Pk = All.Key();
    private static readonly Column<ModelVersion, string> Id = All.String("id", v => v.Id);
    private static readonly Column<ModelVersion, string> ModelId = All.String("m.id");
    private static readonly Column<ModelVersion, string> Model = All.String("m.name");
    private static readonly Column<ModelVersion, string> Project = All.String("p.name");
    private static readonly Column<ModelVersion, long> Version = All.Int64("version", v => v.Version);
    private static readonly Column<ModelVersion, ModelStage> Stage = All.Enum("stage", v => v.Stage);
    private static readonly Column<ModelVersion, string?> RunId = All.StringOrNull("r.id");
    private static readonly Column<ModelVersion, string?> Run = All.StringOrNull(RunSql.Path);
    private static readonly Column<ModelVersion, string?> ArtifactId = All.StringOrNull("a.id");
    private static readonly Column<ModelVersion, string?> Artifact = All.StringOrNull("a.key");
    private static readonly Column<ModelVersion, string?> Description = All.StringOrNull("description", v => v.Description).Mutable();
    private static readonly Column<ModelVersion, string?> OriginStoreId = All.StringOrNull("origin_store", v => v.OriginStoreId);
    private static readonly Column<ModelVersion, long?> OriginVersion = All.Int64OrNull("origin_version", v => v.OriginVersion);
    private static readonly Column<ModelVersion, long> CreatedAt = All.Time("created_at", v => v.CreatedAt);
    private static readonly Column<ModelVersion, long> UpdatedAt = All.Time("updated_at", v => v.UpdatedAt);
    private static readonly Column<ModelVersion, long?> RemovedAt = All.TimeOrNull("removed_at", v => v.RemovedAt);

    public static readonly string Select = $"""
        SELECT {All} FROM {All.Table} v
        JOIN models m ON m.pk = v.model_pk
        JOIN projects p ON p.pk = m.project_pk
        LEFT JOIN runs r ON r.pk = v.run_pk
        LEFT JOIN experiments e ON e.pk = r.experiment_pk
        LEFT JOIN artifacts a ON a.pk = v.artifact_pk
        """;

    public static readonly Insertion<ModelVersion> Insert = All.Insert("model_pk", "run_pk", "artifact_pk");

    public static (long Pk, ModelVersion Version) Read(Statement row, DateTimeKind times) => (Pk.Read(row), new ModelVersion
    {
        Id = Id.Read(row),
        ModelId = ModelId.Read(row),
        Model = Model.Read(row),
        Project = Project.Read(row),
        Version = Version.Read(row),
        Stage = Stage.Read(row),
        RunId = RunId.Read(row),
        Run = Run.Read(row),
        ArtifactId = ArtifactId.Read(row),
        Artifact = Artifact.Read(row),
        Description = Description.Read(row),
        OriginStoreId = OriginStoreId.Read(row),
        OriginVersion = OriginVersion.Read(row),
        CreatedAt = CreatedAt.ReadTime(row, times),
        UpdatedAt = UpdatedAt.ReadTime(row, times),
        RemovedAt = RemovedAt.ReadTime(row, times),
    });
}
