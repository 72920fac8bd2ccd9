namespace ExperimentTracker.Storage.Sqlite;

/// <summary>
/// Reads runs page by page. When one of the conditions fits few runs, these are looked at and no others; else runs come in the order of an
/// index, and reading ends when enough were found.
/// </summary>
internal sealed class RunPages(Database database, RunQuery query, CancellationToken cancellation)
{
    private const int FirstPage = 64;
    private const int LargestPage = 1024;

    // From so many candidates on it is faster to go through the runs in order.
    private const int Few = 4000;

    private readonly Dictionary<Compared, long[]> few = [];
    private long[]? candidates;
    private (long CreatedAt, long Pk)? last;

    public IEnumerable<Run> Read()
    {
        candidates = query.Filter is null ? null : database.Read(FindFew, cancellation);
        int left = query.First ?? int.MaxValue;
        bool[] phases = query.Order is { } order && candidates is null && RunOrderSql.HasIndex(order) ? [true, false] : [false];
        foreach (bool byIndex in phases)
        {
            int offset = 0;
            for (int size = FirstPage; left > 0; size = Math.Min(size * 4, LargestPage))
            {
                int asked = Math.Min(left, size);
                (List<Run> page, int read) = database.Read(session => ReadPage(session, byIndex, phases.Length > 1, offset, asked), cancellation);
                foreach (Run run in page) yield return run;
                left -= page.Count;
                offset += read;
                if (read < asked) break;
            }
        }
    }

    private long[]? FindFew(Session session)
    {
        long[]? fewest = null;
        HashSet<Compared> necessary = [.. RunFilterSql.Necessary(query.Filter!)];
        foreach (Compared leaf in RunFilterSql.Leaves(query.Filter!))
        {
            var conditions = new Conditions();
            if (LeafSql.Set(conditions, leaf) is not { } set || few.ContainsKey(leaf)) continue;

            // Counting series goes by their index alone, where reading keys looks up a row each.
            if (leaf.Property.Name == nameof(Run.Metrics) && session.Number($"SELECT 1 FROM ({set}) LIMIT 1 OFFSET {Few}", conditions.Arguments) is not null) continue;
            List<long> some = session.Query($"SELECT * FROM ({set}) LIMIT {Few + 1}", row => row.GetInt64(0), conditions.Arguments);
            if (some.Count > Few) continue;
            long[] found = [.. some.Distinct()];
            few.Add(leaf, found);
            if (necessary.Contains(leaf) && (fewest is null || found.Length < fewest.Length)) fewest = found;
        }

        return fewest;
    }

    private (List<Run> Page, int Read) ReadPage(Session session, bool byIndex, bool afterIndex, int offset, int size)
    {
        var conditions = new Conditions();
        RunTable.AddConditions(conditions, query);
        if (query.Filter is { } filter && new RunFilterSql(conditions, few).Over(filter) is { } over) conditions.Add($"({over})");
        if (candidates is not null) conditions.AddList("r.pk", candidates);
        string direction = query.Order?.Descending == false ? "ASC" : "DESC";
        string from = RunRows.Select;
        string order = "r.created_at DESC, r.pk DESC";
        if (byIndex)
        {
            string fold = conditions.Place(Names.Fold(query.Order!.Property.Key!));
            from = RunRows.Select.Replace("FROM runs r", "FROM metrics o CROSS JOIN runs r ON r.pk = o.run_pk", StringComparison.Ordinal);
            conditions.Add($"o.name_fold = {fold} AND o.last_value IS NOT NULL");
            order = $"o.last_value {direction}, o.pk {direction}";
        }
        else if (query.Order is { } by)
        {
            string value = RunOrderSql.Expression(conditions, by.Property);
            if (afterIndex) conditions.Add($"{value} IS NULL");
            else order = $"{value} IS NULL, {value} {direction}, {order}";
        }

        else if (last is { } after)
        {
            // What is added meanwhile does not move what is still to come.
            conditions.Add("(r.created_at, r.pk) < ({0}, {1})", after.CreatedAt, after.Pk);
            offset = 0;
        }

        List<(long Pk, Run Run)> rows = session.Query(
            $"{from} {conditions.Where} ORDER BY {order} LIMIT {conditions.Place(size)} OFFSET {conditions.Place(offset)}", RunRows.Read, conditions.Arguments);
        if (rows.Count > 0) last = (UtcTicks.From(rows[^1].Run.CreatedAt), rows[^1].Pk);
        return (RunRows.WithCollections(session, rows), rows.Count);
    }
}
