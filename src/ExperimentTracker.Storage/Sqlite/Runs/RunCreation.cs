using System.Globalization;

namespace ExperimentTracker.Storage.Sqlite;

/// <summary>Inserts runs with all they start with.</summary>
internal static class RunCreation
{
    /// <returns>The internal key of the new run.</returns>
    public static long Insert(Session session, RunDraft draft, string? ownerLock)
    {
        CatalogRow experiment = Catalog.FindLive(session, RecordType.Experiment, draft.ExperimentId);
        long? parent = draft.ParentRunId is null ? null : Catalog.FindLive(session, RecordType.Run, draft.ParentRunId).Pk;
        long? trial = draft.TrialId is null ? null : TrialPk(session, draft.TrialId, experiment);
        string id = Catalog.NewId(session, RecordType.Run, draft.Id);
        string place = Names.CheckNamespace(draft.Namespace);
        long number = TakeNumber(session, experiment.Pk, place);
        string name = draft.Name is null
            ? string.Create(CultureInfo.InvariantCulture, $"run-{number:000}")
            : Names.Check(RecordType.Run, draft.Name);
        long now = UtcTicks.Now;
        RunStatus status = draft.Start ? RunStatus.Running : RunStatus.Pending;
        session.Execute(
            """
            INSERT INTO runs (id, id_reversed, experiment_pk, trial_pk, parent_pk, namespace, number, name, name_fold, status, description,
                parameter_hash, trace_id, span_id, created_at, started_at, updated_at, owner_lock)
            VALUES (@1, @2, @3, @4, @5, @6, @7, @8, @9, @10, @11, @12, @13, @14, @15, @16, @15, @17)
            """,
            id, Rows.Reverse(id), experiment.Pk, trial, parent, place, number, name, Names.Fold(name), (int)status, draft.Description,
            HashOf(draft), draft.TraceId, draft.SpanId, now, draft.Start ? now : null, draft.Start ? ownerLock : null);
        long pk = session.Number("SELECT last_insert_rowid()")!.Value;
        RunRows.SetOrigin(session, pk, draft.Origin);
        ParameterRows.Add(session, pk, name, draft.Parameters);
        TagRows.Set(session, RecordType.Run, pk, draft.Tags);
        RunLifecycle.Note(session, pk, null, status, now, null, ProcessIdentities.Actor);
        session.Execute("UPDATE experiments SET updated_at = @1 WHERE pk = @2", now, experiment.Pk);
        return pk;
    }

    private static long TrialPk(Session session, string id, CatalogRow experiment)
    {
        CatalogRow trial = Catalog.FindLive(session, RecordType.Trial, id);
        bool same = session.Number("SELECT experiment_pk FROM trials WHERE pk = @1", trial.Pk) == experiment.Pk;
        return same ? trial.Pk : throw CatalogErrors.OtherExperiment(trial.Name, experiment.Name);
    }

    private static string? HashOf(RunDraft draft) => draft.ParameterHash ?? (draft.Start ? ParameterHash.Compute(draft.Parameters) : null);

    /// <summary>Takes the next number in experiment and namespace.</summary>
    public static long TakeNumber(Session session, long experimentPk, string place) => session.Number(
        """
        INSERT INTO run_counters (experiment_pk, namespace, next) VALUES (@1, @2, 1)
        ON CONFLICT DO UPDATE SET next = next + 1 RETURNING next - 1
        """,
        experimentPk, place)!.Value;

    /// <summary>Has the numbers of new runs begin there at least.</summary>
    public static void RaiseCounter(Session session, long experimentPk, string place, long next) => session.Execute(
        """
        INSERT INTO run_counters (experiment_pk, namespace, next) VALUES (@1, @2, @3)
        ON CONFLICT DO UPDATE SET next = max(next, excluded.next)
        """,
        experimentPk, place, next);
}
