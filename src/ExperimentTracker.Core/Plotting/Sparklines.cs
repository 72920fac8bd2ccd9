namespace ExperimentTracker;

/// <summary>Curves in one line of text: <c>█▆▄▃▂▁▁</c>.</summary>
public static class Sparklines
{
    /// <summary>Stands where no value can be drawn.</summary>
    public const char Gap = '·';

    private const string Bars = "▁▂▃▄▅▆▇█";
    private const char Level = '▄';

    /// <summary>
    /// Draws values in the order given, each column an equal share of them: its value that lies farthest from the middle of the whole curve, so
    /// that spikes stay. The lowest finite value is the lowest bar and the highest the highest; infinities stand at the ends; a column of
    /// nothing but NaN is a <see cref="Gap"/>; values that are all equal are a line at half height.
    /// </summary>
    /// <param name="values">The values; none give an empty text.</param>
    /// <param name="width">The most columns; at least 1. Fewer values take a column each.</param>
    public static string Draw(ReadOnlySpan<double> values, int width = 16)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        (double low, double high) = FiniteRange(values);
        Span<char> line = new char[Math.Min(width, values.Length)];
        for (int i = 0; i < line.Length; i++)
        {
            int from = (int)((long)values.Length * i / line.Length);
            int to = (int)((long)values.Length * (i + 1) / line.Length);
            line[i] = BarOf(Outermost(values[from..to], (low / 2) + (high / 2)), low, high);
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

    private static double Outermost(ReadOnlySpan<double> values, double middle)
    {
        double outermost = double.NaN;
        foreach (double value in values)
        {
            if (!(Math.Abs(value - middle) <= Math.Abs(outermost - middle)) && !double.IsNaN(value)) outermost = value;
        }

        return outermost;
    }

    private static char BarOf(double value, double low, double high)
    {
        if (double.IsNaN(value)) return Gap;
        if (value > high) return Bars[^1];
        if (value < low) return Bars[0];
        if (low == high) return Level;

        // Halves where the range of two large values overflows; not for the smallest, which have none.
        double share = double.IsFinite(high - low) ? (value - low) / (high - low) : ((value / 2) - (low / 2)) / ((high / 2) - (low / 2));
        return Bars[Math.Min(Bars.Length - 1, (int)(share * Bars.Length))];
    }
}
