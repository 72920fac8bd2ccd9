namespace ExperimentTracker.Values;

/// <summary>Draws curves in one line of text: <c>█▆▄▃▂▁▁</c>.</summary>
public static class Sparklines
{
    /// <summary>The character of a column without a value.</summary>
    public const char Gap = '·';

    private const string Bars = "▁▂▃▄▅▆▇█";
    private const char Level = '▄';

    /// <summary>
    /// Draws values in the order given. Each column is the mean of an equal share of them. The lowest and the highest value are drawn exactly and use
    /// the whole height, so that a single spike among a million values is visible. An infinity is drawn at its end of the scale. A column of nothing
    /// but NaN is a <see cref="Gap"/>. Equal values are a line at half height.
    /// </summary>
    /// <param name="values">The values; an empty list gives an empty string.</param>
    /// <param name="width">The maximum number of columns; at least 1. Fewer values take one column each.</param>
    public static string Draw(ReadOnlySpan<double> values, int width = 16)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        (double low, double high) = FiniteRange(values);
        Span<char> line = new char[Math.Min(width, values.Length)];
        for (int i = 0; i < line.Length; i++)
        {
            int from = (int)((long)values.Length * i / line.Length);
            int to = (int)((long)values.Length * (i + 1) / line.Length);
            line[i] = BarOf(Represent(values[from..to], low, high), low, high);
        }

        return new string(line);
    }

    private static (double Low, double High) FiniteRange(ReadOnlySpan<double> values)
    {
        (double low, double high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (double value in values)
        {
            if (double.IsFinite(value)) (low, high) = (Math.Min(low, value), Math.Max(high, value));
        }

        return low <= high ? (low, high) : (0, 0);
    }

    // An infinity if there is one, else the extreme that is farther from the mean, else the mean; NaN for no values.
    private static double Represent(ReadOnlySpan<double> values, double low, double high)
    {
        int count = 0;
        foreach (double value in values)
        {
            if (double.IsInfinity(value)) return value;
            if (!double.IsNaN(value)) count++;
        }

        double mean = count == 0 ? double.NaN : 0;
        bool hasLow = false, hasHigh = false;
        foreach (double value in values)
        {
            if (double.IsNaN(value)) continue;
            mean += value / count;
            hasLow |= value == low;
            hasHigh |= value == high;
        }

        if (hasLow && hasHigh) return (high / 2) - (mean / 2) > (mean / 2) - (low / 2) ? high : low;
        return hasLow ? low : hasHigh ? high : mean;
    }

    private static char BarOf(double value, double low, double high)
    {
        if (double.IsNaN(value)) return Gap;
        if (double.IsInfinity(value)) return value > 0 ? Bars[^1] : Bars[0];
        if (low == high) return Level;

        // Halved when the range of two large values overflows, but not otherwise: the smallest values cannot be halved.
        double share = double.IsFinite(high - low) ? (value - low) / (high - low) : ((value / 2) - (low / 2)) / ((high / 2) - (low / 2));
        return Bars[Math.Clamp((int)(share * Bars.Length), 0, Bars.Length - 1)];
    }
}
