namespace ExperimentTracker.Charts;

/// <summary>
/// Round numbers for an axis: multiples of 1, 2 or 5 times a power of ten (P. Heckbert, "Nice Numbers for Graph Labels", Graphics Gems, 1990).
/// </summary>
internal static class NiceNumbers
{
    // Larger numbers are shown with a power of ten instead of zeros.
    private const double LargestInFull = 1e6;
    private const double SmallestStepInFull = 1e-5;

    // More multiples of the step from 0 than this are not distinct as doubles.
    private const double MostMultiples = 1e15;

    /// <summary>
    /// The multiples of a round step between low and high, about the requested number and at least two, and the step. If there are none, both bounds.
    /// </summary>
    public static (double[] Values, double Step) Between(double low, double high, int count)
    {
        for (int most = count; most <= 8 * count; most *= 2)
        {
            double step = StepFor((high / most) - (low / most));
            double first = Math.Ceiling(low / step), last = Math.Floor(high / step);
            if (!(step > 0) || !double.IsFinite(step) || !(Math.Abs(first) < MostMultiples) || !(Math.Abs(last) < MostMultiples)) break;
            var values = new List<double>();
            for (double i = first; i <= last; i++) values.Add(i * step);
            if (values.Count > 1) return ([.. values], step);
        }

        // Doubles are too coarse for a step, or too small for one, so three digits of the bounds are shown.
        return ([low, high], Math.Max(Math.Max(Math.Abs(low), Math.Abs(high)) / 1e3, double.Epsilon));
    }

    /// <summary>The smallest round number that is not less.</summary>
    public static double StepFor(double atLeast)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(atLeast)));
        double digits = atLeast / power;
        return power * (digits <= 1 ? 1 : digits <= 2 ? 2 : digits <= 5 ? 5 : 10);
    }

    /// <summary>Returns labels of the same format, with enough digits to distinguish neighbours.</summary>
    public static string[] Labels(double[] values, double step, IFormatProvider culture)
    {
        double largest = values.Length == 0 ? 0 : values.Max(Math.Abs);
        if (largest < LargestInFull && step >= SmallestStepInFull)
        {
            int decimals = Math.Max(0, -Exponent(step));
            return Array.ConvertAll(values, v => (v == 0 ? 0 : v).ToString($"F{decimals}", culture));
        }

        int digits = Math.Clamp(Exponent(largest) - Exponent(step), 0, 15);
        string format = digits == 0 ? "0e0" : $"0.{new string('0', digits)}e0";
        return Array.ConvertAll(values, v => v == 0 ? "0" : v.ToString(format, culture));
    }

    /// <summary>Returns labels of integers: in full, or in thousands, millions and so on if all of them are round.</summary>
    public static string[] Labels(long[] values, IFormatProvider culture)
    {
        (long unit, string suffix) = new[] { (1_000_000_000_000, "T"), (1_000_000_000, "G"), (1_000_000, "M"), (1000L, "k") }
            .FirstOrDefault(u => values.Length > 0 && values.Max() >= Math.Max(10_000, u.Item1) && values.All(v => v % u.Item1 == 0), (1L, ""));
        return Array.ConvertAll(values, v => v == 0 ? "0" : string.Create(culture, $"{v / unit}{suffix}"));
    }

    // The addend compensates that the logarithm of a power of ten can be slightly less than an integer.
    private static int Exponent(double value) => (int)Math.Floor(Math.Log10(value) + 1e-9);
}
