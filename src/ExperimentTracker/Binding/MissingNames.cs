namespace ExperimentTracker.Binding;

/// <summary>
/// Collects names without wildcards that were not found, over all records of a pipeline. Because runs differ in what they have, a name is an error
/// only if no run has it.
/// </summary>
internal sealed class MissingNames
{
    private HashSet<string>? missing;
    private string? first;
    private int owners;

    /// <summary>Adds the names that one owner does not have.</summary>
    public void Add(string owner, IEnumerable<string> unmatched)
    {
        owners++;
        first ??= owner;
        if (missing is null) missing = new(unmatched, StringComparer.OrdinalIgnoreCase);
        else missing.IntersectWith(unmatched);
    }

    /// <summary>Returns an error for each name that no owner has.</summary>
    /// <param name="error">Creates the error from the name and a phrase: <c>Run iris/012 has no</c>, <c>None of the 5 has the</c>.</param>
    public IEnumerable<TrackerException> Errors(Func<string, string, TrackerException> error) =>
        (missing ?? []).Select(name => error(name, owners == 1 ? $"{first} has no" : $"None of the {owners} has the"));
}
