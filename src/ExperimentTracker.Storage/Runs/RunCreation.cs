using System.Globalization;
using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Json;
using ExperimentTracker.Provenance;
using ExperimentTracker.Rules;
using ExperimentTracker.Storage.Catalog;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Values;

namespace ExperimentTracker.Storage.Runs;

/// <summary>Inserts runs with everything they start with.</summary>
internal static class RunCreation
{
    /// <returns>The internal key of the new run, and its id.</returns>
    public static (long Pk, string Id) Insert(StoreConnection connection, RunDraft draft, string? ownerLock)
    {
        string place = Names.CheckNamespace(draft.Namespace);
        Awaited<List<long>> assigned = connection.QueryLater(NextNumberOf, row => row.GetInt64(0), draft.ExperimentId, place);
        CatalogRow experiment = CatalogRecords.FindLive(connection, RecordType.Experiment, draft.ExperimentId);
        long? parent = draft.ParentRunId is null ? null : CatalogRecords.FindLive(connection, RecordType.Run, draft.ParentRunId).Pk;
        long? trial = draft.TrialId is null ? null : TrialPk(connection, draft.TrialId, experiment);
        string id = CatalogRecords.NewId(connection, RecordType.Run, draft.Id);
        long number = assigned.Value[0];
        string name = draft.Name is null ? DefaultName(number) : Names.Check(RecordType.Run, draft.Name);
        Run run = New(connection, draft, id, place, name, number, experiment);
        long pk = RunColumns.Post(connection, run, experiment.Pk, trial, parent, draft.Start ? ownerLock : null);
        AddRecords(connection, draft, run, pk);
        return (pk, id);
    }

    /// <summary>
    /// Inserts a run without reading: the database assigns its number, and requires that its experiment exists (<see cref="Statement.Require"/>). The draft must be one that
    /// <see cref="CanPost"/> accepts.
    /// </summary>
    /// <returns>The internal key of the new run, and its id.</returns>
    public static (long Pk, string Id) Post(StoreConnection connection, RunDraft draft, string? ownerLock)
    {
        string place = Names.CheckNamespace(draft.Namespace);
        connection.Prepare("SELECT 1 FROM experiments e JOIN projects p ON p.pk = e.project_pk WHERE e.id = ? AND e.removed_at IS NULL AND p.removed_at IS NULL")
            .Bind(draft.ExperimentId).Require();
        connection.QueryLater(NextNumberOf, row => row.GetInt64(0), draft.ExperimentId, place);
        string name = draft.Name is null ? "" : Names.Check(RecordType.Run, draft.Name);
        Run run = New(connection, draft, RecordId.New(connection.Options.Time), place, name, 0, new CatalogRow(0, "", false, false, ""));
        long pk = RunColumns.PostNumbered(connection, run, draft.Start ? ownerLock : null);
        AddRecords(connection, draft, run, pk);
        return (pk, run.Id);
    }

    /// <summary>Whether nothing must be read to insert a run: it has no given id, no parent, no trial, and its parameters do not contradict each other.</summary>
    public static bool CanPost(RunDraft draft) => (draft.Id ?? draft.ParentRunId ?? draft.TrialId) is null
        && draft.Parameters.Pairs.DistinctBy(p => Names.Fold(p.Key)).Count() == draft.Parameters.Count;

    private static Run New(StoreConnection connection, RunDraft draft, string id, string place, string name, long number, CatalogRow experiment)
    {
        DateTime now = connection.UtcNow;
        if (draft.Start) RunTimers.Start(connection.Options.Time, id, now.Ticks);
        return new Run(draft)
        {
            Id = id,
            ExperimentId = draft.ExperimentId,
            Experiment = experiment.Name,
            Project = experiment.Parent!,
            Namespace = place,
            Number = number,
            Name = name,
            Status = draft.Start ? RunStatus.Running : RunStatus.Pending,
            ParameterHash = HashOf(draft),
            CreatedAt = now,
            StartedAt = draft.Start ? now : null,
            UpdatedAt = now,
            Heartbeat = draft.Start ? draft.Heartbeat : null,
            HeartbeatAt = draft.Start && draft.Heartbeat is not null ? now : null,
        };
    }

    private static void AddRecords(StoreConnection connection, RunDraft draft, Run run, long pk)
    {
        ParameterRows.AddToNew(connection, pk, run.Name, draft.Parameters);
        TagRows.Set(connection, RecordType.Run, pk, draft.Tags);
        StatusChangeColumns.Add(connection, pk, new StatusChange { RunId = run.Id, To = run.Status, ChangedAt = run.CreatedAt, Actor = ProcessIdentities.Actor });
        connection.Post("UPDATE experiments SET updated_at = @1 WHERE id = @2", run.CreatedAt.Ticks, run.ExperimentId);
    }

    // The same as NextNumber, for an experiment by its id; no row if there is none.
    private const string NextNumberOf = """
        INSERT INTO run_counters (experiment_pk, namespace, next) SELECT pk, CAST(@2 AS TEXT), 1 FROM experiments WHERE id = @1
        ON CONFLICT (experiment_pk, namespace) DO UPDATE SET next = run_counters.next + 1 RETURNING run_counters.next - 1
        """;

    private static long TrialPk(StoreConnection connection, string id, CatalogRow experiment)
    {
        CatalogRow trial = CatalogRecords.FindLive(connection, RecordType.Trial, id);
        bool same = connection.Number("SELECT experiment_pk FROM trials WHERE pk = @1", trial.Pk) == experiment.Pk;
        return same ? trial.Pk : throw CatalogErrors.OtherExperiment(trial.Name, experiment.Name);
    }

    private static string? HashOf(RunDraft draft) => draft.ParameterHash ?? (draft.Start ? ParameterHash.Compute(draft.Parameters) : null);

    /// <summary>The name of a run without one.</summary>
    public static string DefaultName(long number) => string.Create(CultureInfo.InvariantCulture, $"run-{number:000}");

    /// <summary>Whether no run of the experiment has the number; runs that were removed keep theirs.</summary>
    public static bool IsFree(StoreConnection connection, long experimentPk, string place, long number) =>
        connection.Scalar("SELECT 1 FROM runs WHERE experiment_pk = @1 AND namespace = @2 AND number = @3", experimentPk, place, number) is null;

    /// <summary>A duration as its column stores it.</summary>
    public static long? Seconds(TimeSpan? interval) => (long?)interval?.TotalSeconds;

    /// <summary>Assigns the next number in experiment and namespace.</summary>
    public static long NextNumber(StoreConnection connection, long experimentPk, string place) => connection.Number(
        """
        INSERT INTO run_counters (experiment_pk, namespace, next) VALUES (@1, @2, 1)
        ON CONFLICT (experiment_pk, namespace) DO UPDATE SET next = run_counters.next + 1 RETURNING run_counters.next - 1
        """,
        experimentPk, place)!.Value;

    /// <summary>Ensures that the numbers of new runs begin at least there.</summary>
    public static void RaiseCounter(StoreConnection connection, long experimentPk, string place, long next) => connection.Post(
        """
        INSERT INTO run_counters (experiment_pk, namespace, next) VALUES (@1, @2, @3)
        ON CONFLICT (experiment_pk, namespace) DO UPDATE SET next = max(run_counters.next, excluded.next)
        """,
        experimentPk, place, next);
}
