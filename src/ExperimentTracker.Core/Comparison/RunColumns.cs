using ExperimentTracker.Rules;

namespace ExperimentTracker.Comparison;

/// <summary>Names of columns for runs.</summary>
internal static class RunColumns
{
    /// <summary>
    /// A name for each run, unlike the others in any case: its path, <c>iris/012</c>. Where two of the runs have one path, because their
    /// projects both have such an experiment or one was removed, it is the path and the id: <c>iris/012 (0199…)</c>.
    /// </summary>
    public static IReadOnlyList<string> NamesOf(IReadOnlyList<Run> runs)
    {
        HashSet<string> shared = [.. runs.GroupBy(r => Names.Fold(r.Path)).Where(g => g.Count() > 1).Select(g => g.Key)];
        return [.. runs.Select(r => shared.Contains(Names.Fold(r.Path)) ? $"{r.Path} ({r.Id})" : r.Path)];
    }
}
