namespace ExperimentTracker.Reports;

/// <summary>Numbers names in the order of their first use, ignoring case.</summary>
internal sealed class NameTable
{
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly List<string> names = [];

    /// <summary>The names by number.</summary>
    public IReadOnlyList<string> Names => names;

    /// <summary>The number of a name; a new name gets the next number.</summary>
    public int NumberOf(string name)
    {
        string folded = ExperimentTracker.Rules.Names.Fold(name);
        if (numbers.TryGetValue(folded, out int number)) return number;
        names.Add(name);
        return numbers[folded] = names.Count - 1;
    }
}
