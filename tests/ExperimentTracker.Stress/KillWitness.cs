using System.Globalization;
using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Tests.Worker;

namespace ExperimentTracker.Stress;

/// <summary>What a process said before it died that it was told is written; see <see cref="StoreWorkload"/>.</summary>
public sealed class KillWitness
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly Dictionary<string, string> runs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> points = new(StringComparer.Ordinal);
    private readonly List<string[]> details = [];

    /// <summary>How much it said.</summary>
    public long Count { get; private set; }

    public long Points => points.Values.Sum();

    public void Hear(string line)
    {
        // The last line may be cut off; what it was about is not acknowledged then.
        if (!line.EndsWith(StoreWorkload.End, StringComparison.Ordinal)) return;
        string[] words = line[..^StoreWorkload.End.Length].Split('\t');
        Count++;
        switch (words[0])
        {
            case "run": runs[words[1]] = "open"; break;
            case "ended": runs[words[1]] = "ended"; break;
            case "removing": runs[words[1]] = "perhaps"; break;
            case "collected": runs[words[1]] = "gone"; break;
            case "points": points[words[1]] = long.Parse(words[2], CultureInfo.InvariantCulture); break;
            default: details.Add(words); break;
        }
    }

    /// <summary>Looks for all of it in the store, as it is once the process is dead.</summary>
    /// <exception cref="TrialException">Something that was acknowledged is not there.</exception>
    public void Check(IExperimentStore store)
    {
        Dictionary<string, Run> found = store.Runs.Query(new() { Ids = [.. runs.Keys], Removed = RemovedFilter.All }, None).ToDictionary(r => r.Id);
        foreach ((string id, string state) in runs.Where(r => r.Value != "perhaps")) CheckRun(found.GetValueOrDefault(id), id, state);
        foreach ((string id, long count) in points) CheckPoints(store, found[id], count);
        foreach (string[] words in details) CheckDetail(store, words, found);
    }

    private static void CheckRun(Run? run, string id, string state)
    {
        RunStatus? expected = state switch { "open" => RunStatus.Killed, "ended" => RunStatus.Succeeded, _ => null };

        // An end that was not acknowledged may have been written all the same.
        if (run?.Status != expected && !(state == "open" && run?.Status == RunStatus.Succeeded)) throw new TrialException($"Run {id}, which was {state}, is {run?.Status.ToString() ?? "not there"}.");
    }

    private static void CheckPoints(IExperimentStore store, Run run, long acknowledged)
    {
        Metric metric = store.Metrics.List([run.Id], None).Single(m => m.Key == WriteLoop.Key);
        MetricSeries series = store.Metrics.Read(metric, 0, long.MaxValue, None);
        if (series.Count < acknowledged || series.Count != metric.Count) throw new TrialException($"Run {run.Path} has {series.Count} points, its metric says {metric.Count}, and {acknowledged} were acknowledged.");
        if (!WriteLoop.IsWholeBatches(series.Count)) throw new TrialException($"The {series.Count} points of run {run.Path} are no whole number of batches.");
        for (int i = 0; i < series.Count; i++)
        {
            if (series.Steps[i] != i || !series.Values[i].Equals(WriteLoop.ValueAt(i))) throw new TrialException($"Point {i} of run {run.Path} is ({series.Steps[i]}, {series.Values[i]}).");
        }
    }

    private static void CheckDetail(IExperimentStore store, string[] words, Dictionary<string, Run> found)
    {
        bool there = words[0] switch
        {
            "parameter" => found[words[1]].Parameters[words[2]] is string value && value == words[3],
            "tag" => found[words[1]].Tags[words[2]] is string value && value == words[3],
            "artifact" => store.Artifacts.Query(new() { OwnerIds = [words[1]] }, None).Any(a => a.Key == words[2] && a.Digest == words[3]),
            "copied" => File.Exists(Path.Combine(words[1], "tracker.db")),
            _ => throw new TrialException($"The worker said {string.Join(' ', words)}."),
        };
        if (!there) throw new TrialException($"What was acknowledged is not there: {string.Join(' ', words)}.");
    }
}
