using ExperimentTracker.Rules;

namespace ExperimentTracker.Contracts.Runs;

/// <summary>One statistic of all metrics of many runs, without the runs.</summary>
/// <param name="RunIds">The ids of the runs, newest first.</param>
/// <param name="Columns">The series of these runs.</param>
public sealed record StatisticTable(IReadOnlyList<string> RunIds, IReadOnlyList<StatisticColumn> Columns)
{
    /// <summary>Whether each name, ignoring case, means one series of a run. Otherwise only the runs themselves determine which series a name means.</summary>
    public bool HasDistinctNames =>
        Columns.GroupBy(c => Names.Fold(c.Name), StringComparer.Ordinal).All(same => same.Select(c => (c.Key, c.Label)).Distinct().Count() == 1);

    /// <summary>Joins tables of several stores into one of these runs, in this order. A run that several tables have is taken from the first one.</summary>
    public static StatisticTable Join(IReadOnlyList<StatisticTable> tables, IReadOnlyList<string> runIds)
    {
        if (tables is [var only] && only.RunIds.SequenceEqual(runIds)) return only;
        var places = new Dictionary<string, int>(runIds.Count, StringComparer.Ordinal);
        for (int i = 0; i < runIds.Count; i++) places.TryAdd(runIds[i], i);
        var owners = new StatisticTable?[runIds.Count];
        var columns = new List<StatisticColumn>();
        foreach (StatisticTable table in tables)
        {
            int[] moved = [.. table.RunIds.Select(id => places.GetValueOrDefault(id, -1))];
            foreach (int place in moved) if (place >= 0) owners[place] ??= table;
            foreach (StatisticColumn column in table.Columns)
            {
                int[] kept = [.. Enumerable.Range(0, column.Runs.Count).Where(i => moved[column.Runs[i]] is var place and >= 0 && ReferenceEquals(owners[place], table))];
                if (kept.Length > 0) columns.Add(column with { Runs = [.. kept.Select(i => moved[column.Runs[i]])], Values = [.. kept.Select(i => column.Values[i])] });
            }
        }

        return new(runIds, columns);
    }
}
