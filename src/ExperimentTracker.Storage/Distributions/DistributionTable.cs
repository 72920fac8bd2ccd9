using ExperimentTracker.Contracts.Metrics;
using ExperimentTracker.Rules;
using ExperimentTracker.Storage.Catalog;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Distributions;

internal sealed class DistributionTable(Database database) : IDistributionStore
{
    // The number of distributions per transaction: usually less than a megabyte.
    private const int PageSize = 1000;

    private const string IsLast = """
        (d.step, d.ordinal) = (SELECT l.step, l.ordinal FROM run_distributions l
            WHERE l.run_pk = d.run_pk AND l.key_fold = d.key_fold AND l.step <= {0} ORDER BY l.step DESC, l.ordinal DESC LIMIT 1)
        """;

    public IReadOnlyList<Distribution> Add(IReadOnlyList<DistributionDraft> drafts, CancellationToken cancellation) => database.WriteRun(
        connection => drafts.Select(draft => Insert(connection, draft)).ToList(),
        (connection, keys) => keys.ConvertAll(key => LoadLater(connection, key)).ConvertAll(added => added.Value[0]),
        flush: false,
        cancellation);

    public IReadOnlyList<string> Keys(string runId, CancellationToken cancellation) => database.Read(
        connection => connection.Query(
            "SELECT min(d.key) FROM run_distributions d JOIN runs r ON r.pk = d.run_pk WHERE r.id = @1 GROUP BY d.key_fold ORDER BY d.key_fold", row => row.GetString(0), runId),
        cancellation);

    public IEnumerable<Distribution> Query(DistributionQuery query, CancellationToken cancellation)
    {
        DistributionKey? last = null;
        while (true)
        {
            List<(DistributionKey Key, Distribution Distribution)> page = Page(query, last, cancellation);
            foreach ((_, Distribution distribution) in page) yield return distribution;
            if (page.Count < PageSize) yield break;
            last = page[^1].Key;
        }
    }

    private List<(DistributionKey Key, Distribution Distribution)> Page(DistributionQuery query, DistributionKey? last, CancellationToken cancellation) => database.Read(
        connection =>
        {
            if (connection.Number("SELECT pk FROM runs WHERE id = @1", query.RunId) is not { } run) return [];
            Conditions conditions = new Conditions(connection.Dialect)
                .Add("d.run_pk = {0}", run)
                .AddList("d.key_fold", query.Keys?.Select(Names.Fold))
                .Add("d.step >= {0}", query.FirstStep)
                .Add("d.step <= {0}", query.LastStep)
                .AddIf(IsLast, query.LastOnly ? query.LastStep : null);
            if (last is { } before) conditions.Add("(d.key_fold, d.step, d.ordinal) > ({0}, {1}, {2})", before.KeyFold, before.Step, before.Ordinal);
            return connection.Query(
                $"{DistributionColumns.Select} {conditions.Where} ORDER BY d.key_fold, d.step, d.ordinal LIMIT {conditions.Place(PageSize)}",
                row => DistributionColumns.Read(row, DateTimeKind.Local),
                conditions.Arguments);
        },
        cancellation);

    private static DistributionKey Insert(StoreConnection connection, DistributionDraft draft)
    {
        draft.Check();
        long run = OpenRuns.Find(connection, draft.RunId, "distributions");
        string fold = Names.Fold(draft.Key);
        long step = draft.Step ?? Next(draft.Key, connection.Number("SELECT max(step) FROM run_distributions WHERE run_pk = @1 AND key_fold = @2", run, fold));
        long ordinal = DistributionRows.CountAt(connection, run, fold, step);
        DistributionColumns.Insert(connection, run, ordinal, new Distribution
        {
            RunId = draft.RunId,
            Run = "",
            Key = draft.Key,
            Step = step,
            Timestamp = new DateTime(draft.Ticks, DateTimeKind.Utc),
            Count = draft.Values.Count,
            NaNCount = draft.Values.NaNCount,
            InfiniteCount = draft.Values.InfiniteCount,
            Min = draft.Values.Min,
            Max = draft.Values.Max,
            Sum = draft.Values.Sum,
            SumOfSquares = draft.Values.SumOfSquares,
            Mean = draft.Values.Mean,
            StandardDeviation = draft.Values.StandardDeviation,
            Edges = draft.Values.Edges,
            Counts = draft.Values.Counts,
        });
        return new(run, fold, step, ordinal);
    }

    private static long Next(string key, long? highest) => highest is null ? 0 : highest < long.MaxValue ? highest.Value + 1 : throw DistributionErrors.StepOverflow(key);

    private static Awaited<List<Distribution>> LoadLater(StoreConnection connection, DistributionKey key) => connection.QueryLater(
        $"{DistributionColumns.Select} WHERE d.run_pk = @1 AND d.key_fold = @2 AND d.step = @3 AND d.ordinal = @4",
        row => DistributionColumns.Read(row, DateTimeKind.Local).Distribution,
        key.RunPk, key.KeyFold, key.Step, key.Ordinal);
}
