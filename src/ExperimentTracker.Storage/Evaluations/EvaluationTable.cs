using ExperimentTracker.Contracts.Metrics;
using ExperimentTracker.Rules;
using ExperimentTracker.Series;
using ExperimentTracker.Storage.Catalog;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Storage.Metrics;

namespace ExperimentTracker.Storage.Evaluations;

internal sealed class EvaluationTable(Database database) : IEvaluationStore
{
    public IReadOnlyList<Evaluation> Add(IReadOnlyList<EvaluationDraft> drafts, CancellationToken cancellation) => database.WriteRun(
        connection => drafts.Select(draft => EvaluationRows.Load(connection, new() { Type = draft.Type, Ids = [Insert(connection, draft)] })[0]).ToList(),
        flush: false, cancellation);

    public IReadOnlyList<Evaluation> Query(EvaluationQuery query, CancellationToken cancellation) =>
        database.Read(connection => EvaluationRows.Load(connection, query), cancellation);

    private static string Insert(StoreConnection connection, EvaluationDraft draft)
    {
        string table = EvaluationColumns.Of(draft.Type).Table;
        long run = OpenRuns.Find(connection, draft.RunId, $"{draft.Type.Noun()}s");
        string id = CatalogRecords.NewId(connection, draft.Type, draft.Id);
        long index = draft.Index ?? Next(connection.Number($"SELECT max(number) FROM {table} WHERE run_pk = @1", run), () => RunErrors.IndexOverflow(draft.Type, NameOf(connection, draft)));
        IReadOnlyList<SeriesAppend> appends = draft.Appends(index);
        var evaluation = new Epoch
        {
            Id = id,
            RunId = draft.RunId,
            Run = "",
            Index = index,
            Accuracy = draft.Accuracy,
            AccuracyPerLabel = draft.AccuracyPerLabel,
            Loss = draft.Loss,
            LossPerLabel = draft.LossPerLabel,
            Metrics = draft.Metrics,
            CreatedAt = new DateTime(draft.Ticks, DateTimeKind.Utc),
        };
        if (!EvaluationColumns.Of(draft.Type).Insert.TryExecute(connection, evaluation, run)) throw RunErrors.EvaluationExists(draft.Type, index, NameOf(connection, draft));
        foreach (SeriesAppend append in appends) SeriesWriter.Append(connection, run, append);
        return id;
    }

    private static string NameOf(StoreConnection connection, EvaluationDraft draft) => CatalogRecords.Find(connection, RecordType.Run, draft.RunId).Name;

    private static long Next(long? highest, Func<TrackerException> overflow) =>
        highest is null ? 0 : highest < long.MaxValue ? highest.Value + 1 : throw overflow();
}
