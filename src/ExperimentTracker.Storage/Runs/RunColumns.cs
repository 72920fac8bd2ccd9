using ExperimentTracker.Rules;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Runs;

/// <summary>The columns of runs: reading, inserting, changing, merging and exporting a run use this list.</summary>
internal static class RunColumns
{
    /// <summary>The columns of a run that can change at any time.</summary>
    public static readonly RecordColumns<RunNotes> Notes = new("runs", "r");
    private static readonly Column<RunNotes, string?> Description = Notes.StringOrNull("description", r => r.Description).Mutable();
    private static readonly Column<RunNotes, double?> Progress = Notes.DoubleOrNull("progress", r => r.Progress).Mutable();
    private static readonly Column<RunNotes, string?> ProgressText = Notes.StringOrNull("progress_text", r => r.ProgressText).Mutable();

    public static readonly RecordColumns<Run> All = new("runs", "r");
    private static readonly Column<Run, long> Pk = All.Key();
    private static readonly Column<Run, string> Id = All.String("id", r => r.Id);
    private static readonly Column<Run, string> ExperimentId = All.SharedString("e.id");
    private static readonly Column<Run, string> Experiment = All.SharedString("e.name");
    private static readonly Column<Run, string> Project = All.SharedString("p.name");
    private static readonly Column<Run, string?> TrialId = All.SharedStringOrNull("t.id");
    private static readonly Column<Run, string?> Trial = All.SharedStringOrNull("t.name");
    private static readonly Column<Run, string?> ParentRunId = All.StringOrNull("parent.id");
    private static readonly Column<Run, string> Namespace = All.SharedString("namespace", r => r.Namespace);
    private static readonly Column<Run, long> Number = All.Int64("number", r => r.Number);
    private static readonly Column<Run, string> Name = All.String("name", r => r.Name);
    private static readonly Column<Run, RunStatus> Status = All.Enum("status", r => r.Status);
    private static readonly Column<Run, string?> ErrorMessage = All.SharedStringOrNull("error_message", r => r.ErrorMessage);
    private static readonly Column<Run, string?> ParameterHash = All.StringOrNull("parameter_hash", r => r.ParameterHash);
    private static readonly Column<Run, string?> TraceId = All.StringOrNull("trace_id", r => r.TraceId);
    private static readonly Column<Run, string?> SpanId = All.StringOrNull("span_id", r => r.SpanId);
    private static readonly Column<Run, long> CreatedAt = All.Time("created_at", r => r.CreatedAt);
    private static readonly Column<Run, long?> StartedAt = All.TimeOrNull("started_at", r => r.StartedAt);
    private static readonly Column<Run, long?> EndedAt = All.TimeOrNull("ended_at", r => r.EndedAt);
    private static readonly Column<Run, long> UpdatedAt = All.Time("updated_at", r => r.UpdatedAt);
    private static readonly Column<Run, long?> RemovedAt = All.TimeOrNull("removed_at", r => r.RemovedAt);
    private static readonly Column<Run, TimeSpan?> Heartbeat = All.SecondsOrNull("heartbeat_seconds", r => r.Heartbeat);
    private static readonly Column<Run, long?> HeartbeatAt = All.TimeOrNull("heartbeat_at", r => r.HeartbeatAt);
    private static readonly Column<Run, long?> RunningAsOf = All.TimeOrNull("r.running_as_of");
    private static readonly Column<Run, string?> OriginStore = All.SharedStringOrNull("origin_store", r => r.Origin.StoreId);
    private static readonly Column<Run, long?> OriginNumber = All.Int64OrNull("origin_number", r => r.Origin.Number);

    private static readonly Insertion<Run> Insertion = Include().Insert("id_reversed", "name_fold", "experiment_pk", "trial_pk", "parent_pk", "owner_lock");

    // The values that the counter of an experiment's runs gives; see RunCreation.
    private const string Assigned = "FROM run_counters c JOIN experiments e ON e.pk = c.experiment_pk WHERE e.id = ? AND c.namespace = ?";
    private static readonly (string Name, string Sql)[] NumberAssigned = [("experiment_pk", $"(SELECT c.experiment_pk {Assigned})"), ("number", $"(SELECT c.next - 1 {Assigned})")];
    private static readonly (string Name, string Sql)[] NameAssigned =
        [("name", $"(SELECT 'run-' || printf('%03d', c.next - 1) {Assigned})"), ("name_fold", $"(SELECT 'RUN-' || printf('%03d', c.next - 1) {Assigned})")];

    private static readonly Insertion<Run> Numbered = new(All, ["id_reversed", "name_fold", "owner_lock"], NumberAssigned);
    private static readonly Insertion<Run> NumberedAndNamed = new(All, ["id_reversed", "owner_lock"], [.. NumberAssigned, .. NameAssigned]);

    public static (long Pk, Run Run) Read(Statement row, DateTimeKind times) => (Pk.Read(row), new Run(row.Time)
    {
        Id = Id.Read(row),
        ExperimentId = ExperimentId.Read(row),
        Experiment = Experiment.Read(row),
        Project = Project.Read(row),
        TrialId = TrialId.Read(row),
        Trial = Trial.Read(row),
        ParentRunId = ParentRunId.Read(row),
        Namespace = Namespace.Read(row),
        Number = Number.Read(row),
        Name = Name.Read(row),
        Status = Status.Read(row),
        Description = Description.Read(row),
        Progress = Progress.Read(row),
        ProgressText = ProgressText.Read(row),
        ErrorMessage = ErrorMessage.Read(row),
        ParameterHash = ParameterHash.Read(row),
        TraceId = TraceId.Read(row),
        SpanId = SpanId.Read(row),
        CreatedAt = CreatedAt.ReadTime(row, times),
        StartedAt = StartedAt.ReadTime(row, times),
        EndedAt = EndedAt.ReadTime(row, times),
        UpdatedAt = UpdatedAt.ReadTime(row, times),
        RemovedAt = RemovedAt.ReadTime(row, times),
        Heartbeat = Heartbeat.Read(row),
        HeartbeatAt = HeartbeatAt.ReadTime(row, times),
        Error = ErrorColumns.Read(row),
        RunningAsOf = RunningAsOf.ReadTime(row, times),
        Origin = OriginColumns.Read(row, OriginStore.Read(row), OriginNumber.Read(row)),
    });

    /// <summary>Inserts a run.</summary>
    /// <returns>The internal key.</returns>
    public static long Insert(StoreConnection connection, Run run, long experimentPk, long? trialPk, long? parentPk, string? ownerLock) =>
        Insertion.Execute(connection, run, SqlValues.Reverse(run.Id), Names.Fold(run.Name), experimentPk, trialPk, parentPk, ownerLock);

    /// <summary>Inserts a run whose id is new; see <see cref="Statement.Post"/>.</summary>
    /// <returns>The internal key.</returns>
    public static long Post(StoreConnection connection, Run run, long experimentPk, long? trialPk, long? parentPk, string? ownerLock) =>
        Insertion.Post(connection, run, SqlValues.Reverse(run.Id), Names.Fold(run.Name), experimentPk, trialPk, parentPk, ownerLock);

    /// <summary>Inserts a run whose number its experiment has just assigned, and whose name is that of the number if it is empty; see <see cref="Statement.Post"/>.</summary>
    /// <returns>The internal key.</returns>
    public static long PostNumbered(StoreConnection connection, Run run, string? ownerLock)
    {
        (string id, string place, string reversed) = (run.ExperimentId, run.Namespace, SqlValues.Reverse(run.Id));
        return run.Name.Length > 0 ? Numbered.Post(connection, run, reversed, Names.Fold(run.Name), ownerLock, id, place, id, place)
            : NumberedAndNamed.Post(connection, run, reversed, ownerLock, id, place, id, place, id, place, id, place);
    }

    private static RecordColumns<Run> Include()
    {
        All.Include(Notes, r => r);
        All.Include(OriginColumns.All, r => r.Origin);
        All.Include(ErrorColumns.All, r => r.Error);
        return All;
    }
}
