using ExperimentTracker.Comparison;
using ExperimentTracker.Formatting;

namespace ExperimentTracker.Charts;

/// <summary>The names of runs in a legend: the parameters that differ between them, <c>lr=0.1</c>, with the run if that is not unique.</summary>
internal sealed class RunLegend
{
    private readonly Dictionary<string, string> names = [];

    /// <summary>Names the runs.</summary>
    public RunLegend(IEnumerable<Run> runs)
    {
        Run[] all = [.. runs.DistinctBy(r => r.Id)];
        ParameterDifferences differences = ParameterDifferences.Of(all);
        if (differences.IsEmpty) return;
        var labels = all.Select(run => (Run: run, Label: string.Join(" ", differences.In(run).Select(p => $"{p.Key}={DisplayText.Value(p.Value)}")))).ToArray();
        HashSet<string> shared = [.. labels.GroupBy(l => l.Label, StringComparer.Ordinal).Where(g => g.Key.Length == 0 || g.Count() > 1).Select(g => g.Key)];
        foreach ((Run run, string label) in labels) names[run.Id] = shared.Contains(label) ? $"{label} {DisplayText.Run(run)}".TrimStart() : label;
    }

    /// <summary>The name of a run, or <paramref name="path"/> if no parameter differs.</summary>
    public string Of(string runId, string path) => names.GetValueOrDefault(runId, path);
}
