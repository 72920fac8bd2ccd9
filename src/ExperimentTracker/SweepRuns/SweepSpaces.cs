using System.Collections;
using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Rules;
using ExperimentTracker.Sweeps;

namespace ExperimentTracker.SweepRuns;

/// <summary>Reads the space and the list of a sweep from PowerShell's values.</summary>
internal static class SweepSpaces
{
    /// <summary>Reads a hashtable of ranges, lists of choices and single values. The parameters are sorted by name, because a hashtable has no order.</summary>
    /// <exception cref="TrackerException"><c>InvalidSweep</c>, <c>SecretRefused</c> or <c>UnsupportedValue</c>.</exception>
    public static IReadOnlyList<SweepDimension> Read(IDictionary? space) =>
    [
        .. (space ?? new Hashtable()).Cast<DictionaryEntry>()
            .Select(entry => (Name: LanguagePrimitives.ConvertTo<string>(entry.Key), entry.Value))
            .OrderBy(entry => entry.Name, StringComparer.OrdinalIgnoreCase)
            .Select(entry => Dimension(entry.Name, entry.Value)),
    ];

    /// <summary>Reads sets of parameters: hashtables, or objects with properties such as the rows of Import-Csv.</summary>
    /// <exception cref="TrackerException"><c>SecretRefused</c> or <c>UnsupportedValue</c>.</exception>
    public static IReadOnlyList<NamedValues> ReadList(IEnumerable<object>? sets) => [.. (sets ?? []).Select(set => DomainValues.FromObject("List", set))];

    private static SweepDimension Dimension(string name, object? value)
    {
        if (Plain(value) is SweepRange range) return new(name, range);
        if (value is IEnumerable list and not (string or IDictionary) && list.Cast<object?>().Any(item => Plain(item) is SweepRange or ScriptBlock))
            throw SweepErrors.Invalid(name, $"The parameter '{name}' has a range in a list. Give one range, or the values themselves.");
        if (Plain(value) is ScriptBlock) throw SweepErrors.Invalid(name, $"The parameter '{name}' is a script block. Write its command in parentheses: {name} = (New-SweepRange 0 1).");
        return DomainValues.From(name, value) is object?[] choices ? new(name, choices) : new(name, [DomainValues.From(name, value)]);
    }

    private static object? Plain(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
