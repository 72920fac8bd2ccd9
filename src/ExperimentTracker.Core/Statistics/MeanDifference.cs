namespace ExperimentTracker.Statistics;

/// <summary>The standard error of a difference of two means, and its degrees of freedom.</summary>
/// <param name="StandardError">The standard error of the difference, in its unit.</param>
/// <param name="DegreesOfFreedom">The degrees of freedom of Student's t for it.</param>
internal readonly record struct MeanDifference(double StandardError, double DegreesOfFreedom)
{
    /// <summary>
    /// For two samples of at least two values each, whose variances may differ: √(s₁²/n₁ + s₂²/n₂), with the degrees of freedom of B. L. Welch, "The
    /// Generalization of 'Student's' Problem when Several Different Population Variances are Involved", Biometrika 34, 1947.
    /// </summary>
    public static MeanDifference Welch(Sample first, Sample second)
    {
        double a = VarianceOfMean(first), b = VarianceOfMean(second);
        double sum = a + b;
        double shareA = a / sum, shareB = b / sum;
        double freedom = 1 / ((shareA * shareA / (first.Count - 1)) + (shareB * shareB / (second.Count - 1)));
        return new(Math.Sqrt(sum), sum == 0 ? first.Count + second.Count - 2 : freedom);
    }

    /// <summary>
    /// For one new value and the mean of a sample of at least two values from the same population: s·√(1 + 1/n), n − 1 degrees of freedom. It is the
    /// prediction interval for one future observation (G. J. Hahn and W. Q. Meeker, Statistical Intervals, 1991, section 4.7), and as a test that of
    /// J. R. Crawford and D. C. Howell, "Comparing an Individual's Test Score Against Norms Derived from Small Samples", The Clinical
    /// Neuropsychologist 12, 1998.
    /// </summary>
    public static MeanDifference NewValue(Sample sample) =>
        new(sample.StandardDeviation!.Value * Math.Sqrt(1 + (1.0 / sample.Count)), sample.Count - 1);

    /// <summary>
    /// The one-sided probability of a difference this large or larger when the true difference is <paramref name="margin"/>. If the values do not
    /// vary, it is 0 for a difference above the margin, and 1 otherwise.
    /// </summary>
    public double UpperP(double difference, double margin) =>
        StandardError == 0 ? (difference > margin ? 0 : 1) : StudentT.UpperTail((difference - margin) / StandardError, DegreesOfFreedom);

    /// <summary>
    /// Hedges' g: the difference of the means (first − second) in units of the pooled standard deviation, times the exact factor that corrects its
    /// bias, Γ(m/2) / (√(m/2)·Γ((m − 1)/2)) with m = n₁ + n₂ − 2 (L. V. Hedges, "Distribution Theory for Glass's Estimator of Effect Size and Related
    /// Estimators", Journal of Educational Statistics 6, 1981). A sample of one value adds nothing to the pooled deviation.
    /// </summary>
    /// <returns><see langword="null"/> when there are fewer than two degrees of freedom, or the values do not vary.</returns>
    public static double? HedgesG(Sample first, Sample second)
    {
        int m = first.Count + second.Count - 2;
        if (m < 2 || first.Mean is not { } a || second.Mean is not { } b) return null;
        double pooled = Math.Sqrt((SumOfSquares(first) + SumOfSquares(second)) / m);
        if (!(pooled > 0)) return null;
        double factor = Math.Exp(HalfBeta.LogGammaRatio((m - 1) / 2.0)) / Math.Sqrt(m / 2.0);
        return (a - b) / pooled * factor;
    }

    private static double VarianceOfMean(Sample sample) => sample.StandardDeviation!.Value * sample.StandardDeviation.Value / sample.Count;

    private static double SumOfSquares(Sample sample) => sample.StandardDeviation is { } s ? s * s * (sample.Count - 1) : 0;
}
