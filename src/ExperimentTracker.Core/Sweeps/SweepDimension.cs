using System.Globalization;

namespace ExperimentTracker.Sweeps;

/// <summary>One parameter of a sweep: a range, or a list of choices.</summary>
public sealed class SweepDimension
{
    // Values are rounded, because they are read by people, and because logarithms differ in their last bits between platforms.
    private const int Digits = 6;

    /// <summary>A parameter with a value from a range.</summary>
    /// <exception cref="TrackerException"><c>InvalidSweep</c>.</exception>
    public SweepDimension(string name, SweepRange range) => (Name, Range, Choices) = (name, SweepRanges.Check(name, range), []);

    /// <summary>A parameter with one of several values.</summary>
    /// <exception cref="TrackerException"><c>InvalidSweep</c> if there is none.</exception>
    public SweepDimension(string name, IReadOnlyList<object?> choices)
    {
        if (choices.Count == 0) throw Rules.SweepErrors.Invalid(name, $"The parameter '{name}' has no values to choose from. Give at least one.");
        (Name, Choices) = (name, choices);
    }

    /// <summary>The name of the parameter.</summary>
    public string Name { get; }

    /// <summary>The range, or <see langword="null"/> for a list of choices.</summary>
    public SweepRange? Range { get; }

    /// <summary>The choices; none for a range.</summary>
    public IReadOnlyList<object?> Choices { get; }

    /// <summary>The number of values in a grid, or <see langword="null"/> if it is not known.</summary>
    internal long? GridCount => Range is null ? Choices.Count : Range.Points ?? (Range.IsInteger ? Integers : (long?)null);

    private long Integers => (long)(Range!.Maximum - Range.Minimum) + 1;

    /// <summary>The value at a position: equal parts of 0 to 1 belong to each choice and each integer.</summary>
    /// <param name="position">From 0 up to 1; a position outside counts as the nearest one.</param>
    internal object? At(double position)
    {
        position = Math.Clamp(position, 0, 1);
        if (Range is null) return Choices[Math.Min((int)(position * Choices.Count), Choices.Count - 1)];
        (double low, double high) = Scale;
        double value = Unscaled(low + (position * (high - low)));
        if (Range.IsInteger) return (long)Math.Clamp(Math.Floor(value + 0.5), Range.Minimum, Range.Maximum);
        return Rounded(value);
    }

    /// <summary>The position of a value, from 0 to 1.</summary>
    internal double PositionOf(object? value)
    {
        if (Range is null)
        {
            int index = 0;
            while (index < Choices.Count - 1 && !NamedValues.SameValue(Choices[index], value)) index++;
            return (index + 0.5) / Choices.Count;
        }

        (double low, double high) = Scale;
        double number = Convert.ToDouble(value, CultureInfo.InvariantCulture);
        return high > low ? Math.Clamp(((Range.IsLog ? Math.Log(number) : number) - low) / (high - low), 0, 1) : 0;
    }

    /// <summary>The value of a grid with this index.</summary>
    internal object? GridValue(long index)
    {
        if (Range is null) return Choices[(int)index];
        if (Range.Points is not { } points) return (long)Range.Minimum + index;
        if (points == 1) return Range.IsInteger ? (long)Range.Minimum : Range.Minimum;
        double low = Range.IsLog ? Math.Log(Range.Minimum) : Range.Minimum, high = Range.IsLog ? Math.Log(Range.Maximum) : Range.Maximum;
        double value = Unscaled(low + ((high - low) * index / (points - 1)));
        return Range.IsInteger ? (long)Math.Clamp(Math.Round(value), Range.Minimum, Range.Maximum) : Rounded(value);
    }

    // An integer has the interval of half a unit on each side.
    private (double Low, double High) Scale
    {
        get
        {
            double half = Range!.IsInteger ? 0.5 : 0;
            return Range.IsLog ? (Math.Log(Range.Minimum - half), Math.Log(Range.Maximum + half)) : (Range.Minimum - half, Range.Maximum + half);
        }
    }

    private double Unscaled(double value) => Range!.IsLog ? Math.Exp(value) : value;

    private double Rounded(double value)
    {
        double width = Range!.Maximum - Range.Minimum;
        int decimals = width > 0 ? Digits - (int)Math.Floor(Math.Log10(width)) : 0;
        double rounded = Range.IsLog ? double.Parse(value.ToString($"E{Digits - 1}", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
            : decimals is >= 0 and <= 15 ? Math.Round(value, decimals)
            : value;
        return Math.Clamp(rounded, Range.Minimum, Range.Maximum);
    }
}
