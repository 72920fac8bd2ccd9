using System.Globalization;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Sweeps;

/// <summary>What a range must be, and how it is stored.</summary>
public static class SweepRanges
{
    private const double LargestInteger = 1L << 53;

    /// <summary>Returns the range if it is valid.</summary>
    /// <param name="name">The name of the parameter, or <see langword="null"/> while it has none.</param>
    /// <param name="range">The range.</param>
    /// <exception cref="TrackerException"><c>InvalidSweep</c>.</exception>
    public static SweepRange Check(string? name, SweepRange range)
    {
        string what = name is null ? $"The range {range}" : $"The range {range} of the parameter '{name}'";
        if (!double.IsFinite(range.Minimum) || !double.IsFinite(range.Maximum)) throw Invalid("ends at a value that is not a finite number. Give two numbers");
        if (range.Minimum > range.Maximum) throw Invalid("begins above its end. Give the lowest value first");
        if (range.IsLog && range.Minimum <= 0) throw Invalid("is logarithmic and does not begin above 0. Give a positive lowest value, or leave out -Log");
        if (range.IsInteger && (range.Minimum != Math.Floor(range.Minimum) || range.Maximum != Math.Floor(range.Maximum) || Math.Max(Math.Abs(range.Minimum), Math.Abs(range.Maximum)) > LargestInteger))
            throw Invalid("has an end that is not an integer. Give integers, or leave out -Integer");
        if (range.Points < 1) throw Invalid("has no points. Give -Points 1 or more");
        return range;

        TrackerException Invalid(string why) => SweepErrors.Invalid(name ?? range.ToString(), $"{what} {why}.");
    }

    /// <summary>The range as it is stored in the parameters of a sweep.</summary>
    internal static NamedValues ToValues(SweepRange range) => new(
    [
        new("minimum", range.Minimum), new("maximum", range.Maximum), new("log", range.IsLog), new("integer", range.IsInteger), new("points", range.Points),
    ]);

    /// <summary>Reads a stored range.</summary>
    internal static SweepRange FromValues(NamedValues values) => new()
    {
        Minimum = Convert.ToDouble(values["minimum"], CultureInfo.InvariantCulture),
        Maximum = Convert.ToDouble(values["maximum"], CultureInfo.InvariantCulture),
        IsLog = values["log"] is true,
        IsInteger = values["integer"] is true,
        Points = values["points"] is long points ? (int)points : null,
    };
}
