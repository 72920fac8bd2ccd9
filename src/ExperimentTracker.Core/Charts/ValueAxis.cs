namespace ExperimentTracker.Charts;

/// <summary>The vertical axis: maps a value to its position between the lowest and the highest one.</summary>
internal sealed class ValueAxis
{
    private readonly bool logarithmic;
    private readonly double low;
    private readonly double high;

    /// <summary>Creates an axis over all values that can be drawn.</summary>
    public ValueAxis(IEnumerable<double> values, bool logarithmic)
    {
        this.logarithmic = logarithmic;
        (low, high) = (double.MaxValue, double.MinValue);
        foreach (double value in values)
        {
            if (double.IsFinite(value)) (low, high) = (Math.Min(low, value), Math.Max(high, value));
        }

        // A constant line is drawn in the middle.
        if (low == high) (low, high) = Around(low);
    }

    /// <summary>The position of a value: 0 at the bottom, 1 at the top.</summary>
    public double ShareOf(double value)
    {
        if (logarithmic) return (Math.Log10(value) - Math.Log10(low)) / (Math.Log10(high) - Math.Log10(low));

        // Halved when the range of two large values overflows, but not otherwise: the smallest values cannot be halved.
        return double.IsFinite(high - low) ? (value - low) / (high - low) : ((value / 2) - (low / 2)) / ((high / 2) - (low / 2));
    }

    /// <summary>Returns about this number of labelled positions, from the bottom up.</summary>
    public AxisTick[] Ticks(int count, IFormatProvider culture)
    {
        (double[] values, string[] labels) = logarithmic ? LogTicks(count, culture) : LinearTicks(count, culture);
        return [.. values.Zip(labels, (value, label) => new AxisTick(ShareOf(value), label))];
    }

    private (double Low, double High) Around(double value)
    {
        if (logarithmic) return (Math.Max(value / 2, double.Epsilon), Math.Min(value, double.MaxValue / 2) * 2);
        double half = value == 0 ? 1 : Math.Max(Math.Abs(value) / 10, double.Epsilon);
        return (Math.Max(value - half, double.MinValue), Math.Min(value + half, double.MaxValue));
    }

    private (double[] Values, string[] Labels) LinearTicks(int count, IFormatProvider culture)
    {
        (double[] values, double step) = NiceNumbers.Between(low, high, count);
        return (values, NiceNumbers.Labels(values, step, culture));
    }

    private (double[] Values, string[] Labels) LogTicks(int count, IFormatProvider culture)
    {
        int from = (int)Math.Ceiling(Math.Log10(low) - 1e-9), to = (int)Math.Floor(Math.Log10(high) + 1e-9);
        double[] digits = to - from + 1 >= Math.Min(count, 3) ? [1] : [1, 2, 5];
        int stride = Math.Max(1, (int)Math.Ceiling((to - from + 1) / (double)count));
        double[] values =
        [
            .. Enumerable.Range(from - 1, to - from + 3)
                .Where(e => digits.Length > 1 || (e - from) % stride == 0)
                .SelectMany(e => digits.Select(d => double.Parse($"{d}e{e}", System.Globalization.CultureInfo.InvariantCulture)))
                .Where(v => v >= low * (1 - 1e-9) && v <= high),
        ];

        // Within less than a decade there may be no round logarithmic number, so linear ones are used.
        return values.Length < 2 ? LinearTicks(count, culture) : (values, Array.ConvertAll(values, v => LogLabel(v, culture)));
    }

    private static string LogLabel(double value, IFormatProvider culture) =>
        value is >= 1e-4 and < 1e6 ? value.ToString("0.####", culture) : value.ToString("0e0", culture);
}
