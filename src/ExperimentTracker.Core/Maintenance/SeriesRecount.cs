using System.Globalization;
using ExperimentTracker.Series;

namespace ExperimentTracker.Maintenance;

/// <summary>
/// The statistics of a series, counted again from its points, to compare with those that were kept. Points may come in another order than they
/// were written in, as long as those of one step keep theirs; then everything but the sum is exactly the same.
/// </summary>
public sealed class SeriesRecount
{
    /// <summary>
    /// How far the sums may be apart, as a part of the sum of the absolute values. Each compensated sum is within about 2⁻⁵² of it,
    /// in whatever order it was taken (see <see cref="SeriesStatistics"/>); damage is far outside.
    /// </summary>
    public const double Tolerance = 1e-12;

    private double magnitude;
    private bool hasInfinity;

    /// <summary>What the points give.</summary>
    public SeriesStatistics Found { get; } = new();

    /// <summary>Takes in points.</summary>
    public void Add(ReadOnlySpan<long> steps, ReadOnlySpan<double> values, ReadOnlySpan<long> ticks)
    {
        Found.AddRange(steps, values, ticks);
        foreach (double value in values)
        {
            if (double.IsFinite(value)) magnitude += Math.Abs(value);
            else hasInfinity |= double.IsInfinity(value);
        }
    }

    /// <summary>The first thing in which the kept statistics differ, as a phrase; <see langword="null"/> when they agree.</summary>
    public string? DifferenceTo(SeriesStatistics kept)
    {
        return Whole("count", kept.Count, Found.Count) ?? Whole("NaN count", kept.NaNCount, Found.NaNCount)
            ?? Whole("first step", kept.FirstStep, Found.FirstStep) ?? Real("first value", kept.First, Found.First)
            ?? Whole("last step", kept.LastStep, Found.LastStep) ?? Real("last value", kept.Last, Found.Last)
            ?? Whole("last time", kept.LastTicks, Found.LastTicks)
            ?? (Found.HasValues ? OfValues(kept) : null);
    }

    private string? OfValues(SeriesStatistics kept) =>
        Real("minimum", kept.Min, Found.Min) ?? Whole("step of the minimum", kept.MinStep, Found.MinStep)
        ?? Real("maximum", kept.Max, Found.Max) ?? Whole("step of the maximum", kept.MaxStep, Found.MaxStep)
        ?? (IsSumLike(kept) ? null : Phrase("sum", Text(kept.Sum + kept.Compensation), Text(Found.Sum + Found.Compensation)));

    private bool IsSumLike(SeriesStatistics kept)
    {
        // Where partial sums leave the range of a double, the order decides what comes out.
        if (!double.IsFinite(magnitude)) return true;
        if (hasInfinity) return kept.Sum.Equals(Found.Sum);
        return Math.Abs(kept.Sum + kept.Compensation - (Found.Sum + Found.Compensation)) <= Tolerance * magnitude;
    }

    private static string? Whole(string what, long kept, long found) =>
        kept == found ? null : Phrase(what, kept.ToString(CultureInfo.InvariantCulture), found.ToString(CultureInfo.InvariantCulture));

    // −0 is not 0, and every NaN is the same one.
    private static string? Real(string what, double kept, double found) =>
        BitConverter.DoubleToInt64Bits(kept) == BitConverter.DoubleToInt64Bits(found) || (double.IsNaN(kept) && double.IsNaN(found))
            ? null
            : Phrase(what, Text(kept), Text(found));

    private static string Phrase(string what, string kept, string found) => $"the {what} is kept as {kept} and the points give {found}";

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
