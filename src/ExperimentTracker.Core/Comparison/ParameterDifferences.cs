using ExperimentTracker.Rules;

namespace ExperimentTracker.Comparison;

/// <summary>The parameters that tell runs apart, for a legend or a column.</summary>
public sealed class ParameterDifferences
{
    private readonly HashSet<string> names;

    private ParameterDifferences(HashSet<string> names) => this.names = names;

    /// <summary>Whether no parameter differs.</summary>
    public bool IsEmpty => names.Count == 0;

    /// <summary>Finds the parameters whose values are not the same in all runs, or that only some of the runs have.</summary>
    /// <param name="runs">The runs.</param>
    public static ParameterDifferences Of(IEnumerable<Run> runs)
    {
        var seen = new Dictionary<string, (object? Value, int Count)>(StringComparer.Ordinal);
        var different = new HashSet<string>(StringComparer.Ordinal);
        int total = 0;
        foreach (Run run in runs)
        {
            total++;
            foreach ((string name, object? value) in FlatValues.Of(run.Parameters))
            {
                string key = Names.Fold(name);
                bool isKnown = seen.TryGetValue(key, out (object? Value, int Count) known);
                if (isKnown && !SameValue.Instance.Equals(known.Value, value)) different.Add(key);
                seen[key] = isKnown ? (known.Value, known.Count + 1) : (value, 1);
            }
        }

        different.UnionWith(seen.Where(p => p.Value.Count < total).Select(p => p.Key));
        return new(different);
    }

    /// <summary>Returns those parameters of a run that differ, in the run's order; nested values have dotted names (<c>optimizer.lr</c>).</summary>
    /// <param name="run">The run.</param>
    public IEnumerable<KeyValuePair<string, object?>> In(Run run) => FlatValues.Of(run.Parameters).Where(p => names.Contains(Names.Fold(p.Key)));
}
