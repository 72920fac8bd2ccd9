namespace ExperimentTracker.Binding;

/// <summary>
/// Which names without wildcards were found nowhere, over all the records a pipeline brought. Runs differ in what they have, so it is an
/// error only when none of them has it.
/// </summary>
internal sealed class NameTally
{
    private HashSet<string>? missing;
    private string? first;
    private int owners;

    /// <summary>Takes in what one owner does not have.</summary>
    public void Add(string owner, IEnumerable<string> unmatched)
    {
        owners++;
        first ??= owner;
        if (missing is null) missing = new(unmatched, StringComparer.OrdinalIgnoreCase);
        else missing.IntersectWith(unmatched);
    }

    /// <summary>The names that no owner has, each as an error.</summary>
    /// <param name="error">Makes the error of the name and a phrase: <c>Run iris/012 has no</c>, <c>None of the 5 has the</c>.</param>
    public IEnumerable<TrackerException> Errors(Func<string, string, TrackerException> error) =>
        (missing ?? []).Select(name => error(name, owners == 1 ? $"{first} has no" : $"None of the {owners} has the"));
}
