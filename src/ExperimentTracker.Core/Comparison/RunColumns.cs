using ExperimentTracker.Rules;

namespace ExperimentTracker.Comparison;

/// <summary>Names of columns for runs.</summary>
internal static class RunColumns
{
    /// <summary>
    /// Returns a name for each run, unique ignoring case: its path, <c>iris/012</c>. If several runs have the same path, because two projects have an
    /// experiment with this name or one run was removed, the id is added: <c>iris/012 (0199…)</c>.
    /// </summary>
    public static IReadOnlyList<string> NamesOf(IReadOnlyList<Run> runs)
    {
        HashSet<string> shared = [.. runs.GroupBy(r => Names.Fold(r.Path)).Where(g => g.Count() > 1).Select(g => g.Key)];
        return [.. runs.Select(r => shared.Contains(Names.Fold(r.Path)) ? $"{r.Path} ({r.Id})" : r.Path)];
    }
}
