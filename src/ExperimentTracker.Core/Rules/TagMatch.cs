using ExperimentTracker.Values;

namespace ExperimentTracker.Rules;

/// <summary>Whether a record has tags that were asked for.</summary>
public static class TagMatch
{
    /// <summary>
    /// Whether all wanted tags are there. A wanted key without a value matches any value; values are compared as strings, without regard to case.
    /// </summary>
    /// <param name="tags">The tags of the record.</param>
    /// <param name="wanted">The wanted tags.</param>
    public static bool HasAll(this NamedValues tags, NamedValues wanted) => wanted.Pairs.All(pair => tags.TryGetValue(pair.Key, out object? value)
        && (pair.Value is null || string.Equals(ValueText.Format(pair.Value), ValueText.Format(value), StringComparison.OrdinalIgnoreCase)));
}
