using ExperimentTracker.Comparison;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Reports;

/// <summary>The parameters of the runs of a report, by name in any case.</summary>
internal sealed class ReportParameters
{
    private readonly Dictionary<string, object?>[] values;
    private readonly List<string> names = [];

    /// <summary>Reads the parameters of runs.</summary>
    public ReportParameters(IEnumerable<ReportRun> runs)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        values = [.. runs.Select(r => FlatValues.Of(r.Run.Parameters).ToDictionary(p => Names.Fold(p.Key), p => p.Value))];
        foreach ((string name, _) in runs.SelectMany(r => FlatValues.Of(r.Run.Parameters)))
        {
            if (seen.Add(Names.Fold(name))) names.Add(name);
        }
    }

    /// <summary>Those that differ between runs, or are missing in some.</summary>
    public IEnumerable<string> Varying => names.Where(n => !IsCommon(n));

    /// <summary>Those that all runs have, with one value.</summary>
    public IEnumerable<string> Common => names.Where(IsCommon);

    /// <summary>The value in a run, by its position; nothing when it has none.</summary>
    public string Text(int run, string name) => values[run].TryGetValue(Names.Fold(name), out object? value) ? ReportFacts.Text(value) : "";

    /// <summary>Whether most of its values are numbers: a run above others may have a list of what these have one of.</summary>
    public bool IsNumeric(string name) => ValuesOf(name).Sum(v => v is long or double ? 1 : -1) > 0;

    private bool IsCommon(string name) => ValuesOf(name).Count() == values.Length && ValuesOf(name).Distinct(SameValue.Instance).Count() == 1;

    private IEnumerable<object?> ValuesOf(string name)
    {
        string folded = Names.Fold(name);
        return values.Where(v => v.ContainsKey(folded)).Select(v => v[folded]);
    }
}
