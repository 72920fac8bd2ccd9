using System.Globalization;

namespace ExperimentTracker;

/// <summary>A range of numbers that a sweep chooses from, with both ends.</summary>
public sealed record SweepRange
{
    /// <summary>The lowest value.</summary>
    public required double Minimum { get; init; }

    /// <summary>The highest value.</summary>
    public required double Maximum { get; init; }

    /// <summary>Whether values are spread evenly by their logarithms: as many between 0.001 and 0.01 as between 0.1 and 1.</summary>
    public bool IsLog { get; init; }

    /// <summary>Whether values are integers.</summary>
    public bool IsInteger { get; init; }

    /// <summary>The number of values in a grid, the ends included; <see langword="null"/> for every integer of the range.</summary>
    public int? Points { get; init; }

    /// <summary>The range as text: <c>0.0001..1 (log)</c>.</summary>
    public override string ToString()
    {
        string[] notes = [.. new[] { IsLog ? "log" : null, IsInteger ? "integer" : null, Points is { } n ? string.Create(CultureInfo.InvariantCulture, $"{n} points") : null }.OfType<string>()];
        return string.Create(CultureInfo.InvariantCulture, $"{Minimum}..{Maximum}{(notes.Length == 0 ? "" : $" ({string.Join(", ", notes)})")}");
    }
}
