using System.Globalization;

namespace ExperimentTracker.Storage.Sqlite;

/// <summary>Rows of epochs and results, which have the same columns, to records.</summary>
internal static class EvaluationRows
{
    public static string TableOf(RecordType type) => type == RecordType.Epoch ? "run_epochs" : "run_results";

    public static List<Evaluation> Load(StoreConnection connection, EvaluationQuery query)
    {
        Conditions conditions = new Conditions()
            .AddList("x.id", query.Ids)
            .AddList("r.id", query.RunIds)
            .AddList("x.number", query.Indices)
            .AddRemoval(RemovedFilter.Live, "r", "e", "p");
        return connection.Query(
            $"""
            SELECT x.id, r.id, e.name || '/' || CASE r.namespace WHEN '' THEN '' ELSE r.namespace || '/' END || printf('%03d', r.number),
                x.number, x.total_accuracy, x.accuracy_per_label, x.total_loss, x.loss_per_label, x.extra, x.created_at
            FROM {TableOf(query.Type)} x
            JOIN runs r ON r.pk = x.run_pk
            JOIN experiments e ON e.pk = r.experiment_pk
            JOIN projects p ON p.pk = e.project_pk
            {conditions.Where} ORDER BY r.pk, x.number
            """,
            row => query.Type == RecordType.Epoch ? (Evaluation)ReadEpoch(row) : ReadResult(row),
            conditions.Arguments);
    }

    /// <summary>The key of an epoch or result of a run, by its id or its number.</summary>
    /// <exception cref="TrackerException"><c>EpochNotFound</c> or <c>ResultNotFound</c>.</exception>
    public static long? PkOf(StoreConnection connection, RecordType type, CatalogRow run, string? text)
    {
        if (text is null) return null;
        long? number = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long index) ? index : null;
        return connection.Number($"SELECT pk FROM {TableOf(type)} WHERE run_pk = @1 AND (id = @2 OR number = @3) ORDER BY id = @2 DESC", run.Pk, text, number)
            ?? throw RunErrors.EvaluationNotFound(type, text, run.Name);
    }

    private static Epoch ReadEpoch(Statement row) => new()
    {
        Id = row.GetString(0),
        RunId = row.GetString(1),
        Run = row.GetString(2),
        Index = row.GetInt64(3),
        Accuracy = row.GetDoubleOrNull(4),
        AccuracyPerLabel = row.GetNamedValues(5),
        Loss = row.GetDoubleOrNull(6),
        LossPerLabel = row.GetNamedValues(7),
        Metrics = row.GetNamedValues(8),
        CreatedAt = row.GetLocalTime(9),
    };

    private static Result ReadResult(Statement row) => new()
    {
        Id = row.GetString(0),
        RunId = row.GetString(1),
        Run = row.GetString(2),
        Index = row.GetInt64(3),
        Accuracy = row.GetDoubleOrNull(4),
        AccuracyPerLabel = row.GetNamedValues(5),
        Loss = row.GetDoubleOrNull(6),
        LossPerLabel = row.GetNamedValues(7),
        Metrics = row.GetNamedValues(8),
        CreatedAt = row.GetLocalTime(9),
    };
}
