namespace ExperimentTracker.Charts;

/// <summary>A place on an axis that has a label.</summary>
/// <param name="Share">Where it is: 0 at the beginning of the axis, 1 at its end.</param>
/// <param name="Label">What stands there.</param>
internal readonly record struct AxisTick(double Share, string Label);
