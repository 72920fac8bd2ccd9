using System.Globalization;

namespace ExperimentTracker.Storage.Sqlite;

/// <summary>Inserts runs with all they start with.</summary>
internal static class RunCreation
{
    /// <returns>The internal key of the new run.</returns>
    public static long Insert(StoreConnection connection, RunDraft draft, string? ownerLock)
    {
        CatalogRow experiment = Catalog.FindLive(connection, RecordType.Experiment, draft.ExperimentId);
        long? parent = draft.ParentRunId is null ? null : Catalog.FindLive(connection, RecordType.Run, draft.ParentRunId).Pk;
        long? trial = draft.TrialId is null ? null : TrialPk(connection, draft.TrialId, experiment);
        string id = Catalog.NewId(connection, RecordType.Run, draft.Id);
        string place = Names.CheckNamespace(draft.Namespace);
        long number = TakeNumber(connection, experiment.Pk, place);
        string name = draft.Name is null
            ? string.Create(CultureInfo.InvariantCulture, $"run-{number:000}")
            : Names.Check(RecordType.Run, draft.Name);
        long now = UtcTicks.Now;
        RunStatus status = draft.Start ? RunStatus.Running : RunStatus.Pending;
        connection.Execute(
            """
            INSERT INTO runs (id, id_reversed, experiment_pk, trial_pk, parent_pk, namespace, number, name, name_fold, status, description,
                parameter_hash, trace_id, span_id, created_at, started_at, updated_at, owner_lock, heartbeat_at, heartbeat_seconds)
            VALUES (@1, @2, @3, @4, @5, @6, @7, @8, @9, @10, @11, @12, @13, @14, @15, @16, @15, @17, @18, @19)
            """,
            id, SqlValues.Reverse(id), experiment.Pk, trial, parent, place, number, name, Names.Fold(name), (int)status, draft.Description,
            HashOf(draft), draft.TraceId, draft.SpanId, now, draft.Start ? now : null, draft.Start ? ownerLock : null,
            draft.Start && draft.Heartbeat is not null ? now : null, draft.Start ? Seconds(draft.Heartbeat) : null);
        long pk = connection.LastInsertRowId;
        RunRows.SetOrigin(connection, pk, draft.Origin);
        ParameterRows.Add(connection, pk, name, draft.Parameters);
        TagRows.Set(connection, RecordType.Run, pk, draft.Tags);
        RunLifecycle.Note(connection, pk, null, status, now, null, ProcessIdentities.Actor);
        connection.Execute("UPDATE experiments SET updated_at = @1 WHERE pk = @2", now, experiment.Pk);
        return pk;
    }

    private static long TrialPk(StoreConnection connection, string id, CatalogRow experiment)
    {
        CatalogRow trial = Catalog.FindLive(connection, RecordType.Trial, id);
        bool same = connection.Number("SELECT experiment_pk FROM trials WHERE pk = @1", trial.Pk) == experiment.Pk;
        return same ? trial.Pk : throw CatalogErrors.OtherExperiment(trial.Name, experiment.Name);
    }

    private static string? HashOf(RunDraft draft) => draft.ParameterHash ?? (draft.Start ? ParameterHash.Compute(draft.Parameters) : null);

    /// <summary>An interval as its column has it.</summary>
    public static long? Seconds(TimeSpan? interval) => (long?)interval?.TotalSeconds;

    /// <summary>Takes the next number in experiment and namespace.</summary>
    public static long TakeNumber(StoreConnection connection, long experimentPk, string place) => connection.Number(
        """
        INSERT INTO run_counters (experiment_pk, namespace, next) VALUES (@1, @2, 1)
        ON CONFLICT DO UPDATE SET next = next + 1 RETURNING next - 1
        """,
        experimentPk, place)!.Value;

    /// <summary>Has the numbers of new runs begin there at least.</summary>
    public static void RaiseCounter(StoreConnection connection, long experimentPk, string place, long next) => connection.Execute(
        """
        INSERT INTO run_counters (experiment_pk, namespace, next) VALUES (@1, @2, @3)
        ON CONFLICT DO UPDATE SET next = max(next, excluded.next)
        """,
        experimentPk, place, next);
}
