using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Rules;
using ExperimentTracker.Storage.Catalog;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Runs;

internal sealed class RunLogTable(Database database) : IRunLogStore
{
    // The number of lines per transaction: usually a few hundred KB.
    private const int PageSize = 1000;

    public IReadOnlyList<RunLog> Add(IReadOnlyList<RunLogDraft> drafts, CancellationToken cancellation) => database.WriteRun(
        connection =>
        {
            var runs = new Dictionary<string, long>(StringComparer.Ordinal);
            return drafts.Select(draft => Insert(connection, draft, runs)).ToList();
        },
        (connection, ids) => Load(connection, ids),
        flush: false,
        cancellation);

    public IEnumerable<RunLog> Query(RunLogQuery query, CancellationToken cancellation)
    {
        long? last = query.AfterId is null ? null : database.Read(connection => connection.Number("SELECT pk FROM run_logs WHERE id = @1", query.AfterId), cancellation);
        while (true)
        {
            List<(long Pk, long RunPk, RunLog Log)> page = Page(query, last, cancellation);
            foreach ((_, _, RunLog log) in page) yield return log;
            if (page.Count < PageSize) yield break;
            last = page[^1].Pk;
        }
    }

    public long Count(string runId, CancellationToken cancellation) => database.Read(
        connection => connection.Number("SELECT count(*) FROM run_logs WHERE run_pk = (SELECT pk FROM runs WHERE id = @1)", runId) ?? 0, cancellation);

    private List<(long Pk, long RunPk, RunLog Log)> Page(RunLogQuery query, long? last, CancellationToken cancellation) => database.Read(
        connection =>
        {
            if (connection.Number("SELECT pk FROM runs WHERE id = @1", query.RunId) is not { } run) return [];
            Conditions conditions = new Conditions(connection.Dialect)
                .Add("l.run_pk = {0}", run)
                .AddList("l.stream", query.Streams is null ? null : Written(connection, run, query.Streams))
                .AddIf("l.logged_at >= {0}", query.Since)
                .AddIf("l.logged_at <= {0}", query.Until)
                .AddIf(query.NewestFirst ? "l.pk < {0}" : "l.pk > {0}", last);
            string order = query.NewestFirst ? "DESC" : "ASC";
            return connection.Query(
                $"{RunLogColumns.Select} {conditions.Where} ORDER BY l.pk {order} LIMIT {conditions.Place(PageSize)}",
                row => RunLogColumns.Read(row, DateTimeKind.Local),
                conditions.Arguments);
        },
        cancellation);

    // The requested streams of a run as they were written: SQLite only ignores the case of ASCII characters.
    private static IEnumerable<string> Written(StoreConnection connection, long run, IReadOnlyCollection<string> streams)
    {
        HashSet<string> asked = [.. streams.Select(Names.Fold)];
        return connection.Query("SELECT DISTINCT stream FROM run_logs WHERE run_pk = @1 AND stream IS NOT NULL", row => row.GetString(0), run)
            .Where(stream => asked.Contains(Names.Fold(stream)));
    }

    // In the order of the drafts, which is that of their keys unless they belong to several runs.
    private static List<RunLog> Load(StoreConnection connection, List<string> ids)
    {
        Dictionary<string, RunLog> byId = connection.QueryLater(
            $"{RunLogColumns.Select} WHERE l.id IN (SELECT value FROM json_each(@1))", row => RunLogColumns.Read(row, DateTimeKind.Local).Log, SqlList.Of(ids)).Value
            .ToDictionary(log => log.Id);
        return ids.ConvertAll(id => byId[id]);
    }

    private static string Insert(StoreConnection connection, RunLogDraft draft, Dictionary<string, long> runs)
    {
        if (!runs.TryGetValue(draft.RunId, out long run)) runs.Add(draft.RunId, run = CatalogRecords.FindLive(connection, RecordType.Run, draft.RunId).Pk);
        var log = new RunLog
        {
            Id = CatalogRecords.NewId(connection, RecordType.RunLog, draft.Id),
            RunId = draft.RunId,
            Run = "",
            Stream = draft.Stream,
            Message = draft.Message,
            Location = draft.Location,
            LoggedAt = new DateTime(draft.Ticks, DateTimeKind.Utc),
        };
        RunLogColumns.Insert.PostWithoutKey(connection, log, run);
        return log.Id;
    }
}
