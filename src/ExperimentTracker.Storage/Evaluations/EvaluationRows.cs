using System.Globalization;
using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Metrics;
using ExperimentTracker.Rules;
using ExperimentTracker.Storage.Catalog;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Evaluations;

/// <summary>Maps rows of epochs and results, which have the same columns, to records.</summary>
internal static class EvaluationRows
{
    public static List<Evaluation> Load(StoreConnection connection, EvaluationQuery query)
    {
        Conditions conditions = new Conditions(connection.Dialect)
            .AddList("x.id", query.Ids)
            .AddList("r.id", query.RunIds)
            .AddList("x.number", query.Indices)
            .AddRemoval(RemovedFilter.Live, "r", "e", "p");
        EvaluationColumns columns = EvaluationColumns.Of(query.Type);
        return connection.Query(
            $"{columns.Select} {conditions.Where} ORDER BY r.pk, x.number",
            row => columns.Read(row, DateTimeKind.Local) is var epoch && query.Type == RecordType.Epoch ? (Evaluation)epoch : new Result(epoch),
            conditions.Arguments);
    }

    /// <summary>Returns the internal key of an epoch or result of a run, by its id or its number.</summary>
    /// <exception cref="TrackerException"><c>EpochNotFound</c> or <c>ResultNotFound</c>.</exception>
    public static long? PkOf(StoreConnection connection, RecordType type, CatalogRow run, string? text)
    {
        if (text is null) return null;
        long? number = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long index) ? index : null;
        return connection.Number($"SELECT pk FROM {EvaluationColumns.Of(type).Table} WHERE run_pk = @1 AND (id = @2 OR number = @3) ORDER BY id = @2 DESC", run.Pk, text, number)
            ?? throw RunErrors.EvaluationNotFound(type, text, run.Name);
    }
}
