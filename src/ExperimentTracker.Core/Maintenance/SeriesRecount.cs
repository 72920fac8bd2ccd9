using System.Globalization;
using ExperimentTracker.Series;

namespace ExperimentTracker.Maintenance;

/// <summary>
/// The statistics of a series, recalculated from its points for comparison with the recorded ones. Points may be in another order than they were
/// written, as long as those of the same step keep theirs. Then everything but the sum is exactly equal.
/// </summary>
public sealed class SeriesRecount
{
    /// <summary>
    /// The tolerance of sums, as a fraction of the sum of absolute values. Each compensated sum is within about 2⁻⁵² of the exact one, in any order
    /// (see <see cref="SeriesStatistics"/>); damage is far outside.
    /// </summary>
    public const double Tolerance = 1e-12;

    private double magnitude;
    private bool hasInfinity;

    /// <summary>The recalculated statistics.</summary>
    public SeriesStatistics Found { get; } = new();

    /// <summary>Adds points.</summary>
    public void Add(ReadOnlySpan<long> steps, ReadOnlySpan<double> values, ReadOnlySpan<long> ticks)
    {
        Found.AddRange(steps, values, ticks);
        foreach (double value in values)
        {
            if (double.IsFinite(value)) magnitude += Math.Abs(value);
            else hasInfinity |= double.IsInfinity(value);
        }
    }

    /// <summary>A phrase that describes the first difference from the recorded statistics; <see langword="null"/> when they are equal.</summary>
    public string? DifferenceTo(SeriesStatistics kept)
    {
        return Compare("count", kept.Count, Found.Count) ?? Compare("NaN count", kept.NaNCount, Found.NaNCount)
            ?? Compare("first step", kept.FirstStep, Found.FirstStep) ?? Compare("first value", kept.First, Found.First)
            ?? Compare("last step", kept.LastStep, Found.LastStep) ?? Compare("last value", kept.Last, Found.Last)
            ?? Compare("last time", kept.LastTicks, Found.LastTicks)
            ?? (Found.HasValues ? OfValues(kept) : null);
    }

    private string? OfValues(SeriesStatistics kept) =>
        Compare("minimum", kept.Min, Found.Min) ?? Compare("step of the minimum", kept.MinStep, Found.MinStep)
        ?? Compare("maximum", kept.Max, Found.Max) ?? Compare("step of the maximum", kept.MaxStep, Found.MaxStep)
        ?? (IsSumLike(kept) ? null : Phrase("sum", Text(kept.Sum + kept.Compensation), Text(Found.Sum + Found.Compensation)));

    private bool IsSumLike(SeriesStatistics kept)
    {
        // If partial sums overflow a double, the result depends on the order.
        if (!double.IsFinite(magnitude)) return true;
        if (hasInfinity) return kept.Sum.Equals(Found.Sum);
        return Math.Abs(kept.Sum + kept.Compensation - (Found.Sum + Found.Compensation)) <= Tolerance * magnitude;
    }

    private static string? Compare(string what, long kept, long found) =>
        kept == found ? null : Phrase(what, kept.ToString(CultureInfo.InvariantCulture), found.ToString(CultureInfo.InvariantCulture));

    // −0 differs from 0, and all NaN are equal.
    private static string? Compare(string what, double kept, double found) =>
        BitConverter.DoubleToInt64Bits(kept) == BitConverter.DoubleToInt64Bits(found) || (double.IsNaN(kept) && double.IsNaN(found))
            ? null
            : Phrase(what, Text(kept), Text(found));

    private static string Phrase(string what, string kept, string found) => $"the {what} is recorded as {kept}, but is {found} for its points";

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
