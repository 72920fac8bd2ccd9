using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Rules;
using ExperimentTracker.Storage.Catalog;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Runs;

/// <summary>Reads labels of runs in pages of increasing size: completing a name usually needs a few, and a search without a match reads all.</summary>
internal static class RunLabels
{
    // A list of completions is filled by the first page; the largest page takes a few milliseconds.
    private const int FirstPage = 100;
    private const int LargestPage = 5_000;

    private const string Select = """
        SELECT r.created_at, r.pk, r.id, r.name, e.name || '/' || CASE r.namespace WHEN '' THEN '' ELSE r.namespace || '/' END || printf('%03d', r.number), r.status
        FROM runs r JOIN experiments e ON e.pk = r.experiment_pk JOIN projects p ON p.pk = e.project_pk
        """;

    // For a path, only the experiment is compared.
    private const string Begins = """
        (instr(r.name_fold, {0}) = 1 OR instr(e.name_fold, {0}) = 1 OR instr({0}, e.name_fold || '/') = 1
            OR instr(lower(r.id), {1}) = 1 OR instr(lower(substr(r.id, -8)), {1}) = 1)
        """;

    public static IEnumerable<RunLabel> Read(Database database, RunLabelQuery query, CancellationToken cancellation)
    {
        (long CreatedAt, long Pk)? after = null;
        for (int size = FirstPage; ; size = Math.Min(size * 4, LargestPage))
        {
            List<(long CreatedAt, long Pk, RunLabel Label)> page = database.Read(connection => ReadPage(connection, query, after, size), cancellation);
            foreach ((_, _, RunLabel label) in page) yield return label;
            if (page.Count < size) yield break;
            after = (page[^1].CreatedAt, page[^1].Pk);
        }
    }

    private static List<(long CreatedAt, long Pk, RunLabel Label)> ReadPage(
        StoreConnection connection, RunLabelQuery query, (long CreatedAt, long Pk)? after, int size)
    {
        var conditions = new Conditions(connection.Dialect);
        if (query.Beginning is { Length: > 0 } text) conditions.Add(Begins, Names.Fold(text), text.ToLowerInvariant());
        conditions
            .AddList("e.id", query.ExperimentIds)
            .AddRemoval(query.Removed, "r", "e", "p");
        if (after is { } last) conditions.Add("(r.created_at, r.pk) < ({0}, {1})", last.CreatedAt, last.Pk);
        string limit = conditions.Place(size);
        return connection.Query(
            $"{Select} {conditions.Where} ORDER BY r.created_at DESC, r.pk DESC LIMIT {limit}",
            row => (row.GetInt64(0), row.GetInt64(1), new RunLabel
            {
                Id = row.GetString(2),
                Name = row.GetString(3),
                Path = row.GetString(4),
                Status = row.GetEnum<RunStatus>(5),
                CreatedAt = row.GetLocalTime(0),
            }),
            conditions.Arguments);
    }
}
