using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Catalog;

/// <summary>The columns of trials. The start time defaults to the time of creation.</summary>
internal static class TrialColumns
{
    public static readonly RecordColumns<Trial> All = new("trials", "t");
    private static readonly Column<Trial, string> Id = All.String("id", t => t.Id);
    private static readonly Column<Trial, string> Name = All.String("name", t => t.Name);
    private static readonly Column<Trial, string> ExperimentId = All.String("e.id");
    private static readonly Column<Trial, string> Experiment = All.String("e.name");
    private static readonly Column<Trial, string> Project = All.String("p.name");
    private static readonly Column<Trial, string?> Description = All.StringOrNull("description", t => t.Description).Mutable();
    private static readonly Column<Trial, object?> Config = All.Json("config", t => t.Config).Mutable(reportsConflict: true);
    private static readonly Column<Trial, long> StartedAt = All.Time("coalesce(t.started_at, t.created_at)");
    private static readonly Column<Trial, long> CreatedAt = All.Time("created_at", t => t.CreatedAt);
    private static readonly Column<Trial, long> UpdatedAt = All.Time("updated_at", t => t.UpdatedAt);
    private static readonly Column<Trial, long?> RemovedAt = All.TimeOrNull("removed_at", t => t.RemovedAt);
    private static readonly Column<Trial, long> RunCount = All.Int64("(SELECT count(*) FROM runs r WHERE r.trial_pk = t.pk AND r.removed_at IS NULL)");

    public const string From = "FROM trials t JOIN experiments e ON e.pk = t.experiment_pk JOIN projects p ON p.pk = e.project_pk";

    public static readonly Insertion<Trial> Insert = All.Insert("name_fold", "experiment_pk", "started_at");

    public static Trial Read(Statement row, DateTimeKind times) => new()
    {
        Id = Id.Read(row),
        Name = Name.Read(row),
        ExperimentId = ExperimentId.Read(row),
        Experiment = Experiment.Read(row),
        Project = Project.Read(row),
        Description = Description.Read(row),
        Config = Config.Read(row),
        StartedAt = StartedAt.ReadTime(row, times),
        CreatedAt = CreatedAt.ReadTime(row, times),
        UpdatedAt = UpdatedAt.ReadTime(row, times),
        RemovedAt = RemovedAt.ReadTime(row, times),
        RunCount = RunCount.Read(row),
    };
}
