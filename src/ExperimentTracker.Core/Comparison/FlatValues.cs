using ExperimentTracker.Rules;

namespace ExperimentTracker.Comparison;

/// <summary>Flattens named values to columns. Names are unique, ignoring case; nested values have dotted names.</summary>
internal static class FlatValues
{
    /// <summary>
    /// Returns the values, in order, with those of nested objects under dotted names (<c>optimizer.lr</c>). If a name exists already, for example
    /// because a parameter is itself named <c>optimizer.lr</c>, a number is added: <c>optimizer.lr (2)</c>. An empty object is a value.
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
