using System.Runtime.CompilerServices;
using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Rules;
using ExperimentTracker.Sessions;
using ExperimentTracker.Sweeps;

namespace ExperimentTracker.SweepRuns;

/// <summary>The curves of the children of a run. Those of ended runs are read once in a session, because a block asks at every step.</summary>
internal sealed class SiblingCurves
{
    private static readonly ConditionalWeakTable<SessionMemory, SiblingCurves> BySession = [];

    private readonly IExperimentStore store;
    private readonly string parentId;
    private readonly Dictionary<(string Run, string Metric), MetricSeries?> ended = [];

    private SiblingCurves(IExperimentStore store, string parentId, CancellationToken cancellation)
    {
        (this.store, this.parentId) = (store, parentId);
        Run? parent = store.Runs.Query(new() { Ids = [parentId], Parts = RunParts.Parameters }, cancellation).FirstOrDefault();
        Sweep = parent is null ? null : SweepDefinition.Of(parent);
    }

    /// <summary>The sweep that the parent is, or <see langword="null"/>.</summary>
    public SweepDefinition? Sweep { get; }

    /// <summary>The curves of the children of a run, which a session keeps until it asks about another parent.</summary>
    public static SiblingCurves Of(SessionMemory session, IExperimentStore store, string parentId, CancellationToken cancellation)
    {
        if (BySession.TryGetValue(session, out SiblingCurves? kept) && kept.store == store && kept.parentId == parentId) return kept;
        var curves = new SiblingCurves(store, parentId, cancellation);
        BySession.AddOrUpdate(session, curves);
        return curves;
    }

    /// <summary>The curve of a run so far, or <see langword="null"/> if it has none.</summary>
    public MetricSeries? Own(string runId, string metric, CancellationToken cancellation) => Read([runId], metric, cancellation).GetValueOrDefault(runId);

    /// <summary>The curves of the other runs with one of the statuses.</summary>
    public IReadOnlyList<MetricSeries> Others(string runId, string metric, Func<RunStatus, bool> counts, CancellationToken cancellation)
    {
        Run[] others = [.. store.Runs.Query(new() { ParentRunId = parentId, Parts = RunParts.None }, cancellation).Where(run => run.Id != runId && counts(run.Status))];
        Dictionary<string, MetricSeries> read = Read([.. others.Where(run => !ended.ContainsKey((run.Id, metric))).Select(run => run.Id)], metric, cancellation);
        foreach (Run run in others.Where(run => run.Status.IsEnded())) ended.TryAdd((run.Id, metric), read.GetValueOrDefault(run.Id));
        return [.. others.Select(run => ended.GetValueOrDefault((run.Id, metric)) ?? read.GetValueOrDefault(run.Id)).OfType<MetricSeries>()];
    }

    private Dictionary<string, MetricSeries> Read(string[] ids, string metric, CancellationToken cancellation) => ids.Length == 0 ? [] : store.Metrics.List(ids, cancellation)
        .Where(series => string.Equals(series.Name, metric, StringComparison.OrdinalIgnoreCase))
        .DistinctBy(series => series.RunId)
        .ToDictionary(series => series.RunId, series => store.Metrics.Read(series, 0, long.MaxValue, cancellation), StringComparer.Ordinal);
}
