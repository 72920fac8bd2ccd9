namespace ExperimentTracker.Charts;

/// <summary>A labelled position on an axis.</summary>
/// <param name="Share">The position: 0 at the beginning of the axis, 1 at its end.</param>
/// <param name="Label">The label.</param>
internal readonly record struct AxisTick(double Share, string Label);
