using Microsoft.Data.Sqlite;

namespace ExperimentTracker.Storage.Sqlite;

internal sealed class RunLogTable(Database database) : IRunLogStore
{
    private const int PageSize = 1000;
    private const int PkColumn = 7;

    private const string Select = """
        SELECT l.id, r.id, e.name || '/' || CASE r.namespace WHEN '' THEN '' ELSE r.namespace || '/' END || printf('%03d', r.number),
            l.stream, l.message, l.location, l.logged_at, l.pk
        FROM run_logs l JOIN runs r ON r.pk = l.run_pk JOIN experiments e ON e.pk = r.experiment_pk
        """;

    public IReadOnlyList<RunLog> Add(IReadOnlyList<RunLogDraft> drafts, CancellationToken cancellation) => database.Write(
        session =>
        {
            var runs = new Dictionary<string, long>(StringComparer.Ordinal);
            return drafts.Select(draft => Insert(session, draft, runs)).ToList();
        },
        cancellation);

    public IEnumerable<RunLog> Query(RunLogQuery query, CancellationToken cancellation)
    {
        long? last = query.AfterId is null ? null : database.Read(session => session.Number("SELECT pk FROM run_logs WHERE id = @1", query.AfterId), cancellation);
        while (true)
        {
            List<(long Pk, RunLog Log)> page = Page(query, last, cancellation);
            foreach ((_, RunLog log) in page) yield return log;
            if (page.Count < PageSize) yield break;
            last = page[^1].Pk;
        }
    }

    private List<(long Pk, RunLog Log)> Page(RunLogQuery query, long? last, CancellationToken cancellation) => database.Read(
        session =>
        {
            if (session.Number("SELECT pk FROM runs WHERE id = @1", query.RunId) is not { } run) return [];
            Conditions conditions = new Conditions()
                .Add("l.run_pk = {0}", run)
                .AddList("l.stream", query.Streams is null ? null : Written(session, run, query.Streams))
                .AddIf("l.logged_at >= {0}", query.Since)
                .AddIf("l.logged_at <= {0}", query.Until)
                .AddIf(query.NewestFirst ? "l.pk < {0}" : "l.pk > {0}", last);
            string order = query.NewestFirst ? "DESC" : "ASC";
            return session.Query(
                $"{Select} {conditions.Where} ORDER BY l.pk {order} LIMIT {conditions.Place(PageSize)}",
                row => (row.GetInt64(PkColumn), Read(row)),
                conditions.Arguments);
        },
        cancellation);

    // The streams of a run that are meant, as they were written: SQLite knows the case of ASCII alone.
    private static IEnumerable<string> Written(Session session, long run, IReadOnlyCollection<string> streams)
    {
        HashSet<string> asked = [.. streams.Select(Names.Fold)];
        return session.Query("SELECT DISTINCT stream FROM run_logs WHERE run_pk = @1 AND stream IS NOT NULL", row => row.GetString(0), run)
            .Where(stream => asked.Contains(Names.Fold(stream)));
    }

    private static RunLog Insert(Session session, RunLogDraft draft, Dictionary<string, long> runs)
    {
        if (!runs.TryGetValue(draft.RunId, out long run)) runs.Add(draft.RunId, run = Catalog.FindLive(session, RecordType.Run, draft.RunId).Pk);
        string id = Catalog.NewId(session, RecordType.RunLog, draft.Id);
        session.Execute(
            "INSERT INTO run_logs (id, run_pk, stream, message, location, logged_at) VALUES (@1, @2, @3, @4, @5, @6)",
            id, run, draft.Stream, draft.Message, draft.Location, draft.Ticks);
        return session.First($"{Select} WHERE l.pk = last_insert_rowid()", Read)!;
    }

    private static RunLog Read(SqliteDataReader row) => new()
    {
        Id = row.GetString(0),
        RunId = row.GetString(1),
        Run = row.GetString(2),
        Stream = row.Text(3),
        Message = row.Text(4),
        Location = row.Text(5),
        LoggedAt = row.Time(6),
    };
}
