using System.Globalization;
using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Tests.Worker;

namespace ExperimentTracker.Stress;

/// <summary>The writes that the store acknowledged to a process before it was killed; see <see cref="StoreWorkload"/>.</summary>
public sealed class KillWitness
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly Dictionary<string, string> runs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> points = new(StringComparer.Ordinal);
    private readonly List<string[]> details = [];

    /// <summary>The number of acknowledged writes.</summary>
    public long Count { get; private set; }

    public long Points => points.Values.Sum();

    public void Add(string line)
    {
        // The last line may be incomplete. What it reports does not count as acknowledged.
        if (!line.EndsWith(StoreWorkload.End, StringComparison.Ordinal)) return;
        string[] fields = line[..^StoreWorkload.End.Length].Split('\t');
        Count++;
        switch (fields[0])
        {
            case "run": runs[fields[1]] = "open"; break;
            case "ended": runs[fields[1]] = "ended"; break;
            case "removing": runs[fields[1]] = "perhaps"; break;
            case "collected": runs[fields[1]] = "collected"; break;
            case "points": points[fields[1]] = long.Parse(fields[2], CultureInfo.InvariantCulture); break;
            default: details.Add(fields); break;
        }
    }

    /// <summary>Checks that the store contains all of them after the process was killed.</summary>
    /// <exception cref="TrialException">An acknowledged write is missing.</exception>
    public void Check(IExperimentStore store)
    {
        Dictionary<string, Run> found = store.Runs.Query(new() { Ids = [.. runs.Keys], Removed = RemovedFilter.All }, None).ToDictionary(r => r.Id);
        foreach ((string id, string state) in runs.Where(r => r.Value != "perhaps")) CheckRun(found.GetValueOrDefault(id), id, state);
        foreach ((string id, long count) in points) CheckPoints(store, found[id], count);
        foreach (string[] fields in details) CheckDetail(store, fields, found);
    }

    private static void CheckRun(Run? run, string id, string state)
    {
        RunStatus? expected = state switch { "open" => RunStatus.Killed, "ended" => RunStatus.Succeeded, _ => null };

        // A change of status that was not acknowledged may nevertheless have been committed.
        if (run?.Status != expected && !(state == "open" && run?.Status == RunStatus.Succeeded)) throw new TrialException($"Run {id}, which was {state}, is {run?.Status.ToString() ?? "missing"}.");
    }

    private static void CheckPoints(IExperimentStore store, Run run, long acknowledged)
    {
        Metric metric = store.Metrics.List([run.Id], None).Single(m => m.Key == WriteLoop.Key);
        MetricSeries series = store.Metrics.Read(metric, 0, long.MaxValue, None);
        if (series.Count < acknowledged || series.Count != metric.Count) throw new TrialException($"Run {run.Path} has {series.Count} points, its metric says {metric.Count}, and {acknowledged} were acknowledged.");
        if (!WriteLoop.IsWholeBatches(series.Count)) throw new TrialException($"The {series.Count} points of run {run.Path} are not a number of complete batches.");
        for (int i = 0; i < series.Count; i++)
        {
            if (series.Steps[i] != i || !series.Values[i].Equals(WriteLoop.ValueAt(i))) throw new TrialException($"Point {i} of run {run.Path} is ({series.Steps[i]}, {series.Values[i]}).");
        }
    }

    private static void CheckDetail(IExperimentStore store, string[] fields, Dictionary<string, Run> found)
    {
        bool there = fields[0] switch
        {
            "parameter" => found[fields[1]].Parameters[fields[2]] is string value && value == fields[3],
            "tag" => found[fields[1]].Tags[fields[2]] is string value && value == fields[3],
            "artifact" => store.Artifacts.Query(new() { OwnerIds = [fields[1]] }, None).Any(a => a.Key == fields[2] && a.Digest == fields[3]),
            "copied" => File.Exists(Path.Combine(fields[1], "tracker.db")),
            _ => throw new TrialException($"The worker reported {string.Join(' ', fields)}."),
        };
        if (!there) throw new TrialException($"An acknowledged write is missing: {string.Join(' ', fields)}.");
    }
}
