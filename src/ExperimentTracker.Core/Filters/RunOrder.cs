namespace ExperimentTracker.Filters;

/// <summary>
/// The order in which runs are returned. Runs without the value, or with NaN, come last in either direction. Equal runs are sorted newest first.
/// </summary>
/// <param name="Property">The property to sort by.</param>
/// <param name="Descending">Whether the highest value comes first.</param>
public sealed record RunOrder(RunProperty Property, bool Descending)
{
    /// <summary>Whether runs without the value, or with NaN, are omitted.</summary>
    public bool OnlyWithValue { get; init; }
}
