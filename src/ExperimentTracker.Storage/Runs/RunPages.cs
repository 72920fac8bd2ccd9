using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Filters;
using ExperimentTracker.Rules;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Values;

namespace ExperimentTracker.Storage.Runs;

/// <summary>
/// Reads runs page by page. If one of the conditions matches few runs, only these are read; otherwise runs are read in the order of an index, until
/// enough are found. While others write, no run is returned twice, and none is omitted because of changes to others.
/// </summary>
internal sealed class RunPages(Database database, RunQuery query, CancellationToken cancellation)
{
    // A query for the best ten ends with the first page; a query for all soon has pages with a low cost per run.
    private const int FirstPage = 64;
    private const int LargestPage = 1024;

    // With more candidates it is faster to read the runs in order.
    private const int Few = 4000;

    // Conditions that SQLite evaluates with another index than that of the order: it would find and sort all matching runs again for each page.
    private readonly bool isSelective = (query.Ids ?? query.ExperimentIds ?? query.TrialIds) is not null
        || (query.Identity ?? query.NamePrefix ?? query.ProjectId ?? query.ParentRunId ?? query.ParameterHash) is not null;

    private readonly Dictionary<PropertyComparison, long[]> few = [];
    private long[]? candidates;
    private readonly HashSet<long> given = [];
    private (long CreatedAt, long Pk)? last;
    private (double Value, long CreatedAt, long Pk)? lastSeries;
    private List<long>? ofOneMoment;
    private int used;

    /// <summary>Reads the runs of a query. Each enumeration reads them again.</summary>
    public static IEnumerable<Run> Read(Database database, RunQuery query, CancellationToken cancellation)
    {
        foreach (Run run in new RunPages(database, query, cancellation).Read()) yield return run;
    }

    private IEnumerable<Run> Read()
    {
        candidates = query.Filter is null ? null : database.Read(FindFew, cancellation);
        int left = query.First ?? int.MaxValue;
        bool[] phases = query.Order is { } order && candidates is null && RunOrderSql.HasIndex(order) ? order.OnlyWithValue ? [true] : [true, false] : [false];
        foreach (bool byIndex in phases)
        {
            for (int size = FirstPage; left > 0; size = Math.Min(size * 4, LargestPage))
            {
                int asked = Math.Min(left, size);
                (List<Run> page, int read) = database.Read(connection => ReadPage(connection, byIndex, phases.Length > 1, asked), cancellation);
                page.RemoveAll(run => !run.Tags.HasAll(query.Tags));
                foreach (Run run in page) yield return run;
                left -= page.Count;
                if (read < asked) break;
            }
        }
    }

    private long[]? FindFew(StoreConnection connection)
    {
        connection.PreferIndexes();
        var found = new Dictionary<PropertyComparison, Awaited<List<long>>>();
        foreach (PropertyComparison leaf in RunFilterSql.Leaves(query.Filter!))
        {
            var conditions = new Conditions(connection.Dialect);
            if (found.ContainsKey(leaf) || ComparisonSql.Set(conditions, leaf) is not { } set) continue;

            // Counting series uses only their index, while reading keys looks up a row for each. On a server, waiting for the count takes longer.
            bool isCounted = leaf.Property.Name == nameof(Run.Metrics) && !connection.IsRemote;
            if (isCounted && connection.Number($"SELECT 1 FROM ({set}) AS found LIMIT 1 OFFSET {Few}", conditions.Arguments) is not null) continue;
            found.Add(leaf, connection.QueryLater($"SELECT * FROM ({set}) AS found LIMIT {Few + 1}", row => row.GetInt64(0), conditions.Arguments));
        }

        long[]? fewest = null;
        HashSet<PropertyComparison> necessary = [.. RunFilterSql.Necessary(query.Filter!)];
        foreach ((PropertyComparison leaf, Awaited<List<long>> keys) in found)
        {
            if (keys.Value.Count > Few) continue;
            few.Add(leaf, [.. keys.Value.Distinct()]);
            if (necessary.Contains(leaf) && (fewest is null || few[leaf].Length < fewest.Length)) fewest = few[leaf];
        }

        return fewest;
    }

    private (List<Run> Page, int Read) ReadPage(StoreConnection connection, bool byIndex, bool afterIndex, int size)
    {
        if (byIndex) return New(connection, ByIndex(connection, size));
        if (query.Order is null || afterIndex)
        {
            if (last is null || !isSelective) return New(connection, ByCreation(connection, afterIndex, size));
            ofOneMoment ??= connection.Query(
                $"SELECT r.pk FROM runs r{RunRows.Joins} {Behind(connection, afterIndex, out object?[] arguments)} ORDER BY r.created_at DESC, r.pk DESC",
                row => row.GetInt64(0), arguments);
        }

        ofOneMoment ??= InOrder(connection);
        List<long> keys = ofOneMoment.GetRange(used, Math.Min(size, ofOneMoment.Count - used));
        used += keys.Count;

        // Without the conditions and lists of keys that decided which keys these are: they would be evaluated first.
        Conditions conditions = NarrowedBy([], null, query with
        {
            Ids = null, ExperimentIds = null, TrialIds = null, Identity = null, NamePrefix = null, ProjectId = null, ParentRunId = null, ParameterHash = null,
        });
        conditions.AddList("r.pk", keys);
        connection.JoinAsWritten();
        var byKey = connection.Query($"{RunRows.Select} {conditions.Where}", RunRows.Read, conditions.Arguments).ToDictionary(row => row.Pk);
        return (New(connection, [.. keys.Where(byKey.ContainsKey).Select(key => byKey[key])]).Page, keys.Count);
    }

    private (List<Run> Page, int Read) New(StoreConnection connection, List<(long Pk, Run Run)> rows)
    {
        int read = rows.Count;

        // In the order of creation no run is read twice.
        if (query.Order is not null) rows.RemoveAll(row => !given.Add(row.Pk));
        return (RunRows.WithCollections(connection, rows, query.Tags.Count > 0 ? query.Parts | RunParts.Tags : query.Parts), read);
    }

    private Conditions Narrowed(RunQuery by) => NarrowedBy(few, candidates, by);

    private Conditions NarrowedBy(Dictionary<PropertyComparison, long[]> lists, long[]? only, RunQuery by)
    {
        var conditions = new Conditions(database.Dialect);
        RunTable.AddConditions(conditions, by);
        if (query.Filter is { } filter && new RunFilterSql(conditions, lists).UpperBound(filter) is { } over) conditions.Add($"({over})");
        if (only is not null) conditions.AddList("r.pk", only);
        return conditions;
    }

    private List<(long Pk, Run Run)> ByIndex(StoreConnection connection, int size)
    {
        Conditions conditions = Narrowed(query);
        string fold = conditions.Place(Names.Fold(query.Order!.Property.Key!));
        conditions.Add($"o.name_fold = {fold} AND o.last_value IS NOT NULL");
        if (lastSeries is { } behind)
        {
            string beyond = query.Order.Descending ? "<" : ">";
            conditions.Add(
                $"o.last_value {beyond}= {{0}} AND (o.last_value {beyond} {{0}} OR (r.created_at, r.pk) < ({{1}}, {{2}}))", behind.Value, behind.CreatedAt, behind.Pk);
        }

        int ofSeries = RunColumns.All.Count;
        connection.JoinAsWritten();
        return connection.Query(
            $"""
            SELECT {RunColumns.All}, o.last_value, r.created_at, r.pk FROM metrics o CROSS JOIN runs r ON r.pk = o.run_pk{RunRows.Joins}
            {conditions.Where} ORDER BY o.last_value {Direction}, r.created_at DESC, r.pk DESC LIMIT {conditions.Place(size)}
            """,
            row =>
            {
                lastSeries = (row.GetDouble(ofSeries), row.GetInt64(ofSeries + 1), row.GetInt64(ofSeries + 2));
                return RunRows.Read(row);
            },
            conditions.Arguments);
    }

    private List<(long Pk, Run Run)> ByCreation(StoreConnection connection, bool lackingValue, int size)
    {
        if (!isSelective) connection.JoinAsWritten();
        var rows = connection.Query(
            $"{RunRows.Select} {Behind(connection, lackingValue, out object?[] arguments)} ORDER BY r.created_at DESC, r.pk DESC LIMIT @{arguments.Length + 1}",
            RunRows.Read, [.. arguments, (long)size]);
        if (rows.Count > 0) last = (UtcTicks.From(rows[^1].Run.CreatedAt), rows[^1].Pk);
        return rows;
    }

    // The conditions of the runs that were created before the last one that was read.
    private string Behind(StoreConnection connection, bool lackingValue, out object?[] arguments)
    {
        Conditions conditions = Narrowed(query);
        if (lackingValue) conditions.Add($"{RunOrderSql.Expression(conditions, query.Order!.Property, connection.NowTicks)} IS NULL");
        if (last is { } behind) conditions.Add("(r.created_at, r.pk) < ({0}, {1})", behind.CreatedAt, behind.Pk);
        arguments = conditions.Arguments;
        return conditions.Where;
    }

    // Without an index every page would be sorted again, and a value that changes would move runs between pages.
    private List<long> InOrder(StoreConnection connection)
    {
        Conditions conditions = Narrowed(query);
        string value = RunOrderSql.Expression(conditions, query.Order!.Property, connection.NowTicks);
        if (query.Order.OnlyWithValue) conditions.Add($"{value} IS NOT NULL");
        string withoutValueLast = query.Order.OnlyWithValue ? "" : $"{value} IS NULL, ";
        if (candidates is not null) connection.JoinAsWritten();
        return connection.Query(
            $"SELECT r.pk FROM runs r{RunRows.Joins} {conditions.Where} ORDER BY {withoutValueLast}{value} {Direction}, r.created_at DESC, r.pk DESC",
            row => row.GetInt64(0), conditions.Arguments);
    }

    private string Direction => query.Order!.Descending ? "DESC" : "ASC";
}
