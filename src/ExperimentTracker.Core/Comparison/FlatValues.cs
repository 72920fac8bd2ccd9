using ExperimentTracker.Rules;

namespace ExperimentTracker.Comparison;

/// <summary>Values by name as columns have them: each name once, in any case, and what is within another by a dotted name.</summary>
internal static class FlatValues
{
    /// <summary>
    /// The values with those of nested objects under dotted names (<c>optimizer.lr</c>), in order. A name that is there already, such as a
    /// parameter that itself is called <c>optimizer.lr</c>, gets a number: <c>optimizer.lr (2)</c>. An empty object is a value.
    /// </summary>
    public static IEnumerable<KeyValuePair<string, object?>> Of(NamedValues values)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach ((string name, object? value) in Flatten("", values))
        {
            string free = name;
            for (int again = 2; !used.Add(Names.Fold(free)); again++) free = $"{name} ({again})";
            yield return KeyValuePair.Create(free, value);
        }
    }

    private static IEnumerable<KeyValuePair<string, object?>> Flatten(string prefix, NamedValues values) => values.Pairs.SelectMany(p =>
        p.Value is NamedValues { Count: > 0 } nested ? Flatten($"{prefix}{p.Key}.", nested) : [new(prefix + p.Key, p.Value)]);
}
