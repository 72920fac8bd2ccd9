using ExperimentTracker.Comparison;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Reports;

/// <summary>The parameters of the runs of a report; names ignore case.</summary>
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

    /// <summary>The parameters that differ between runs, or are missing in some.</summary>
    public IEnumerable<string> Varying => names.Where(n => !IsCommon(n));

    /// <summary>The parameters that have the same value in all runs.</summary>
    public IEnumerable<string> Common => names.Where(IsCommon);

    /// <summary>The value in a run, by the position of the run; empty when it has none.</summary>
    public string Text(int run, string name) => values[run].TryGetValue(Names.Fold(name), out object? value) ? ReportFacts.Text(value) : "";

    /// <summary>Whether most values are numbers; a parent run may have a list where its children have a number.</summary>
    public bool IsNumeric(string name) => ValuesOf(name).Sum(v => v is long or double ? 1 : -1) > 0;

    private bool IsCommon(string name) => ValuesOf(name).Count() == values.Length && ValuesOf(name).Distinct(SameValue.Instance).Count() == 1;

    private IEnumerable<object?> ValuesOf(string name)
    {
        string folded = Names.Fold(name);
        return values.Where(v => v.ContainsKey(folded)).Select(v => v[folded]);
    }
}
