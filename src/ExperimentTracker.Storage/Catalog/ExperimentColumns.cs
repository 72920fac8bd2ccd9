using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Catalog;

/// <summary>The columns of experiments.</summary>
internal static class ExperimentColumns
{
    public static readonly RecordColumns<Experiment> All = new("experiments", "e");
    private static readonly Column<Experiment, long> Pk = All.Key();
    private static readonly Column<Experiment, string> Id = All.String("id", e => e.Id);
    private static readonly Column<Experiment, string> Name = All.String("name", e => e.Name);
    private static readonly Column<Experiment, string> ProjectId = All.String("p.id");
    private static readonly Column<Experiment, string> Project = All.String("p.name");
    private static readonly Column<Experiment, string?> Description = All.StringOrNull("description", e => e.Description).Mutable();
    private static readonly Column<Experiment, object?> Config = All.Json("config", e => e.Config).Mutable(reportsConflict: true);
    private static readonly Column<Experiment, string?> DatasetId = All.StringOrNull("d.id");
    private static readonly Column<Experiment, string?> Dataset = All.StringOrNull("d.name");
    private static readonly Column<Experiment, long> CreatedAt = All.Time("created_at", e => e.CreatedAt);
    private static readonly Column<Experiment, long> UpdatedAt = All.Time("updated_at", e => e.UpdatedAt);
    private static readonly Column<Experiment, long?> RemovedAt = All.TimeOrNull("removed_at", e => e.RemovedAt);
    private static readonly Column<Experiment, long> RunCount =
        All.Int64("(SELECT count(*) FROM runs r WHERE r.experiment_pk = e.pk AND r.removed_at IS NULL)");
    private static readonly Column<Experiment, long?> LastRunAt =
        All.TimeOrNull("(SELECT max(created_at) FROM runs r WHERE r.experiment_pk = e.pk AND r.removed_at IS NULL)");

    /// <summary>The joins of queries for experiments.</summary>
    public const string From = """
        FROM experiments e JOIN projects p ON p.pk = e.project_pk
        LEFT JOIN datasets d ON d.pk = e.primary_dataset_pk AND d.removed_at IS NULL
        """;

    public static readonly Insertion<Experiment> Insert = All.Insert("name_fold", "project_pk", "primary_dataset_pk");

    public static (long Pk, Experiment Experiment) Read(Statement row, DateTimeKind times) => (Pk.Read(row), new Experiment
    {
        Id = Id.Read(row),
        Name = Name.Read(row),
        ProjectId = ProjectId.Read(row),
        Project = Project.Read(row),
        Description = Description.Read(row),
        Config = Config.Read(row),
        DatasetId = DatasetId.Read(row),
        Dataset = Dataset.Read(row),
        CreatedAt = CreatedAt.ReadTime(row, times),
        UpdatedAt = UpdatedAt.ReadTime(row, times),
        RemovedAt = RemovedAt.ReadTime(row, times),
        RunCount = RunCount.Read(row),
        LastRunAt = LastRunAt.ReadTime(row, times),
    });
}
