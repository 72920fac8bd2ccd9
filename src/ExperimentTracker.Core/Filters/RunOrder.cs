namespace ExperimentTracker.Filters;

/// <summary>
/// In which order to give runs. Those that lack the value, or whose value is NaN, come last in either direction; equal ones newest first.
/// </summary>
/// <param name="Property">By what.</param>
/// <param name="Descending">Whether the highest comes first.</param>
public sealed record RunOrder(RunProperty Property, bool Descending);
