using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Catalog;

/// <summary>The columns of projects.</summary>
internal static class ProjectColumns
{
    public static readonly RecordColumns<Project> All = new("projects", "p");
    private static readonly Column<Project, long> Pk = All.Key();
    private static readonly Column<Project, string> Id = All.String("id", p => p.Id);
    private static readonly Column<Project, string> Name = All.String("name", p => p.Name);
    private static readonly Column<Project, string?> Description = All.StringOrNull("description", p => p.Description).Mutable();
    private static readonly Column<Project, long> CreatedAt = All.Time("created_at", p => p.CreatedAt);
    private static readonly Column<Project, long> UpdatedAt = All.Time("updated_at", p => p.UpdatedAt);
    private static readonly Column<Project, long?> RemovedAt = All.TimeOrNull("removed_at", p => p.RemovedAt);
    private static readonly Column<Project, long> ExperimentCount =
        All.Int64("(SELECT count(*) FROM experiments e WHERE e.project_pk = p.pk AND e.removed_at IS NULL)");

    public static readonly string Select = $"SELECT {All} FROM {All.Table} p";

    public static readonly Insertion<Project> Insert = All.Insert("name_fold");

    public static (long Pk, Project Project) Read(Statement row, DateTimeKind times) => (Pk.Read(row), new Project
    {
        Id = Id.Read(row),
        Name = Name.Read(row),
        Description = Description.Read(row),
        CreatedAt = CreatedAt.ReadTime(row, times),
        UpdatedAt = UpdatedAt.ReadTime(row, times),
        RemovedAt = RemovedAt.ReadTime(row, times),
        ExperimentCount = ExperimentCount.Read(row),
    });
}
