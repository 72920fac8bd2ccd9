namespace ExperimentTracker.Storage.Sqlite;

internal sealed class EvaluationTable(Database database) : IEvaluationStore
{
    public IReadOnlyList<Evaluation> Add(IReadOnlyList<EvaluationDraft> drafts, CancellationToken cancellation) => database.Write(
        session => drafts.Select(draft => EvaluationRows.Load(session, new() { Type = draft.Type, Ids = [Insert(session, draft)] })[0]).ToList(),
        cancellation);

    public IReadOnlyList<Evaluation> Query(EvaluationQuery query, CancellationToken cancellation) =>
        database.Read(session => EvaluationRows.Load(session, query), cancellation);

    private static string Insert(Session session, EvaluationDraft draft)
    {
        string table = EvaluationRows.TableOf(draft.Type);
        long run = RunLifecycle.FindRunning(session, draft.RunId, $"{draft.Type.Noun()}s");
        string id = Catalog.NewId(session, draft.Type, draft.Id);
        long index = draft.Index ?? Next(session.Number($"SELECT max(number) FROM {table} WHERE run_pk = @1", run), () => RunErrors.IndexOverflow(draft.Type, NameOf(session, draft)));
        IReadOnlyList<SeriesAppend> appends = draft.Appends(index);
        int added = session.Execute(
            $"""
            INSERT INTO {table} (id, run_pk, number, total_accuracy, accuracy_per_label, total_loss, loss_per_label, extra, created_at)
            VALUES (@1, @2, @3, @4, @5, @6, @7, @8, @9) ON CONFLICT (run_pk, number) DO NOTHING
            """,
            id, run, index, Real(draft.Accuracy), Json(draft.AccuracyPerLabel), Real(draft.Loss), Json(draft.LossPerLabel), Json(draft.Metrics), draft.Ticks);
        if (added == 0) throw RunErrors.EvaluationExists(draft.Type, index, NameOf(session, draft));
        foreach (SeriesAppend append in appends) SeriesWriter.Append(session, run, append);
        return id;
    }

    private static string NameOf(Session session, EvaluationDraft draft) => Catalog.Find(session, RecordType.Run, draft.RunId).Name;

    private static long Next(long? highest, Func<TrackerException> overflow) =>
        highest is null ? 0 : highest < long.MaxValue ? highest.Value + 1 : throw overflow();

    private static object? Real(double? value) => value is { } number ? Rows.Db(number) : null;

    private static object? Json(NamedValues values) => values.Count == 0 ? null : JsonText.Write(values);
}
