using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Rules;
using ExperimentTracker.Storage.Catalog;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Runs;

/// <summary>Reads one statistic of all metrics of many runs, in columns.</summary>
internal static class RunStatistics
{
    // A row that is found by an index takes as long as several that are read in their order.
    private const int IndexedRow = 4;

    public static StatisticTable Read(StoreConnection connection, RunQuery query, MetricStatistic statistic)
    {
        (List<string> ids, Dictionary<long, int> places) = FindRuns(connection, query);
        var columns = new Dictionary<(string Key, string Label, string? Unit, MetricGoal? Goal), Column>();
        Column? last = null;
        string select = $"SELECT m.run_pk, m.key, m.label, m.unit, m.goal, {RunOrderSql.StatisticColumn(statistic.ToString())} FROM metrics m";
        if (places.Count < connection.Number("SELECT max(pk) FROM runs") / IndexedRow)
        {
            connection.ForEach($"{select} WHERE m.run_pk IN (SELECT value FROM json_each(@1))", Add, SqlList.Of(places.Keys));
        }
        else
        {
            connection.ForEach(select, Add);
        }

        return new(ids, [.. columns.Select(c => new StatisticColumn
        {
            Key = c.Key.Key,
            Label = c.Key.Label.Length == 0 ? null : c.Key.Label,
            Unit = c.Key.Unit,
            Goal = c.Key.Goal,
            Runs = c.Value.Runs,
            Values = c.Value.Values,
        })]);

        void Add(Statement row)
        {
            if (!places.TryGetValue(row.GetInt64(0), out int place)) return;
            var of = (row.GetSharedString(1), row.GetSharedString(2), row.GetSharedStringOrNull(3), row.GetEnumOrNull<MetricGoal>(4));

            // Runs often have the same series in the same order.
            Column? column = last?.Next is { } next && next.Of == of ? next : columns.GetValueOrDefault(of);
            if (column is null) columns.Add(of, column = new Column(of));
            if (last is not null) last.Next = column;
            last = column;
            column.Runs.Add(place);
            column.Values.Add(row.GetDoubleOrNaN(5));
        }
    }

    private static (List<string> Ids, Dictionary<long, int> Places) FindRuns(StoreConnection connection, RunQuery query)
    {
        var conditions = new Conditions(connection.Dialect);
        RunTable.AddConditions(conditions, query);
        List<(long Pk, string Id)> found = connection.Query(
            $"SELECT r.pk, r.id FROM runs r{RunRows.Joins} {conditions.Where} ORDER BY r.created_at DESC, r.pk DESC",
            row => (row.GetInt64(0), row.GetString(1)), conditions.Arguments);
        if (query.Tags.Count > 0)
        {
            NamedRows tags = TagRows.Load(connection, RecordType.Run, found.Select(run => run.Pk));
            found.RemoveAll(run => !tags[run.Pk].HasAll(query.Tags));
        }

        var places = new Dictionary<long, int>(found.Count);
        for (int i = 0; i < found.Count; i++) places.Add(found[i].Pk, i);
        return ([.. found.Select(run => run.Id)], places);
    }

    private sealed class Column((string Key, string Label, string? Unit, MetricGoal? Goal) of)
    {
        public (string Key, string Label, string? Unit, MetricGoal? Goal) Of => of;

        public List<int> Runs { get; } = [];

        public List<double> Values { get; } = [];

        public Column? Next { get; set; }
    }
}
