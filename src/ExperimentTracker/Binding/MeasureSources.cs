using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Binding;

/// <summary>The runs that are measured, as queries of their stores: first those that were named, in their order, then the others, newest first.</summary>
/// <param name="named">The ids of the named runs, in their order.</param>
/// <param name="cancellation">Cancels the operation.</param>
internal sealed class MeasureSources(IReadOnlyList<string> named, CancellationToken cancellation)
{
    private readonly List<(IExperimentStore Store, RunQuery Query)> sources = [];

    /// <summary>Adds the runs that a query selects.</summary>
    public void Add(IExperimentStore store, RunQuery query) => sources.Add((store, query));

    /// <summary>Reads a statistic of all runs.</summary>
    public StatisticTable ReadTable(MetricStatistic statistic)
    {
        StatisticTable[] tables = [.. sources.Select(s => s.Store.Runs.Statistics(s.Query, statistic, cancellation))];
        string[] found = [.. tables.SelectMany(t => t.RunIds).Distinct(StringComparer.Ordinal)];
        return StatisticTable.Join(tables, named.Count == 0 ? found : [.. named.Intersect(found, StringComparer.Ordinal).Union(found, StringComparer.Ordinal)]);
    }

    /// <summary>Reads the runs with some of their parts.</summary>
    public IReadOnlyList<Run> ReadRuns(RunParts parts)
    {
        var found = new Dictionary<string, Run>(StringComparer.Ordinal);
        foreach (Run run in sources.SelectMany(s => s.Store.Runs.Query(s.Query with { Parts = parts }, cancellation))) found.TryAdd(run.Id, run);
        return [.. named.Where(found.ContainsKey).Union(found.Keys, StringComparer.Ordinal).Select(id => found[id])];
    }
}
