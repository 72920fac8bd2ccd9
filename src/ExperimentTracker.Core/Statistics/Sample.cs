namespace ExperimentTracker.Statistics;

/// <summary>
/// Descriptive statistics of a sample. NaN values are counted and ignored. A statistic that needs more values than there are is <see
/// langword="null"/>.
/// </summary>
internal sealed record Sample
{
    /// <summary>The number of values, without NaN.</summary>
    public required int Count { get; init; }

    /// <summary>The number of values that are NaN.</summary>
    public int NaNCount { get; init; }

    /// <summary>The arithmetic mean, or <see langword="null"/> for an empty sample.</summary>
    public double? Mean { get; init; }

    /// <summary>
    /// The sample standard deviation, with the divisor n − 1; <see langword="null"/> for fewer than two values. NaN when a value is infinite.
    /// </summary>
    public double? StandardDeviation { get; init; }

    /// <summary>The lowest value, or <see langword="null"/> for an empty sample.</summary>
    public double? Min { get; init; }

    /// <summary>The highest value, or <see langword="null"/> for an empty sample.</summary>
    public double? Max { get; init; }

    /// <summary>The middle value, or the mean of the two middle values; <see langword="null"/> for an empty sample.</summary>
    public double? Median { get; init; }

    /// <summary>
    /// Calculates the statistics of a sample. The mean is a compensated sum divided by the count. The variance is the corrected two-pass algorithm of
    /// T. F. Chan, G. H. Golub and R. J. LeVeque, "Algorithms for Computing the Sample Variance", The American Statistician 37, 1983: the second pass
    /// sums the squared deviations from the mean and subtracts the rounding error of their sum.
    /// </summary>
    public static Sample Of(IEnumerable<double> values)
    {
        double[] all = [.. values];
        double[] sorted = Array.FindAll(all, v => !double.IsNaN(v));
        Array.Sort(sorted);
        var sample = new Sample { Count = sorted.Length, NaNCount = all.Length - sorted.Length };
        if (sorted.Length == 0) return sample;

        double mean = MeanOf(sorted);
        return sample with
        {
            Mean = mean,
            StandardDeviation = sorted.Length > 1 ? DeviationOf(sorted, mean) : null,
            Min = sorted[0],
            Max = sorted[^1],
            Median = Middle(sorted[(sorted.Length - 1) / 2], sorted[sorted.Length / 2]),
        };
    }

    /// <summary>
    /// The confidence interval of the population mean, if the population is approximately normal: mean ± t(1 − (1 − level)/2, n − 1) · s/√n
    /// (NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.5.2).
    /// </summary>
    /// <param name="level">The confidence level, between 0 and 1.</param>
    /// <returns><see langword="null"/> for fewer than two values, and when one is infinite.</returns>
    public (double Low, double High)? ConfidenceInterval(double level)
    {
        if (Mean is not { } mean || StandardDeviation is not { } deviation || double.IsNaN(deviation)) return null;
        double half = StudentT.Quantile(0.5 + (level / 2), Count - 1) * deviation / Math.Sqrt(Count);
        return (mean - half, mean + half);
    }

    /// <summary>The arithmetic mean of values, of which there is at least one.</summary>
    internal static double MeanOf(double[] values)
    {
        double sum = Sum(values);

        // The sum of large values can overflow although their mean does not.
        return double.IsFinite(sum) || values.Any(double.IsInfinity) ? sum / values.Length : Sum(values.Select(v => v / values.Length));
    }

    /// <summary>The sample standard deviation of values, of which there are at least two.</summary>
    internal static double DeviationOf(double[] values, double mean)
    {
        // In units of the largest deviation, so that no square overflows or underflows.
        double unit = values.Max(v => Math.Abs(v - mean));
        if (unit == 0 || !double.IsFinite(unit)) return unit == 0 ? 0 : double.NaN;
        double[] deviations = [.. values.Select(v => (v - mean) / unit)];
        double rest = Sum(deviations);
        double squares = Sum(deviations.Select(d => d * d)) - (rest * rest / values.Length);
        return unit * Math.Sqrt(squares / (values.Length - 1));
    }

    /// <summary>Neumaier's sum, as in SeriesStatistics.</summary>
    internal static double Sum(IEnumerable<double> values)
    {
        double sum = 0, lost = 0;
        foreach (double value in values)
        {
            double next = sum + value;
            if (double.IsFinite(next)) lost += Math.Abs(sum) >= Math.Abs(value) ? (sum - next) + value : (value - next) + sum;
            sum = next;
        }

        return sum + lost;
    }

    private static double Middle(double low, double high) => double.IsFinite(low + high) ? (low + high) / 2 : (low / 2) + (high / 2);
}
