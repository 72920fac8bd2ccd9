using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Models;

/// <summary>The columns of models.</summary>
internal static class ModelColumns
{
    public static readonly RecordColumns<Model> All = new("models", "m");
    private static readonly Column<Model, long> Pk = All.Key();
    private static readonly Column<Model, string> Id = All.String("id", m => m.Id);
    private static readonly Column<Model, string> Name = All.String("name", m => m.Name);
    private static readonly Column<Model, string> ProjectId = All.String("p.id");
    private static readonly Column<Model, string> Project = All.String("p.name");
    private static readonly Column<Model, string?> Description = All.StringOrNull("description", m => m.Description).Mutable();
    private static readonly Column<Model, long> CreatedAt = All.Time("created_at", m => m.CreatedAt);
    private static readonly Column<Model, long> UpdatedAt = All.Time("updated_at", m => m.UpdatedAt);
    private static readonly Column<Model, long?> RemovedAt = All.TimeOrNull("removed_at", m => m.RemovedAt);
    private static readonly Column<Model, long> VersionCount = All.Int64($"(SELECT count(*) {LiveVersions})");
    private static readonly Column<Model, long?> LatestVersion = All.Int64OrNull($"(SELECT max(version) {LiveVersions})");
    private static readonly Column<Model, long?> ProductionVersion = All.Int64OrNull($"(SELECT version {LiveVersions} AND v.stage = {(int)ModelStage.Production})");

    public static readonly string Select = $"SELECT {All} FROM {All.Table} m JOIN projects p ON p.pk = m.project_pk";

    public static readonly Insertion<Model> Insert = All.Insert("name_fold", "project_pk");

    private const string LiveVersions = "FROM model_versions v WHERE v.model_pk = m.pk AND v.removed_at IS NULL";

    public static (long Pk, Model Model) Read(Statement row, DateTimeKind times) => (Pk.Read(row), new Model
    {
        Id = Id.Read(row),
        Name = Name.Read(row),
        ProjectId = ProjectId.Read(row),
        Project = Project.Read(row),
        Description = Description.Read(row),
        CreatedAt = CreatedAt.ReadTime(row, times),
        UpdatedAt = UpdatedAt.ReadTime(row, times),
        RemovedAt = RemovedAt.ReadTime(row, times),
        VersionCount = VersionCount.Read(row),
        LatestVersion = LatestVersion.Read(row),
        ProductionVersion = ProductionVersion.Read(row),
    });
}
