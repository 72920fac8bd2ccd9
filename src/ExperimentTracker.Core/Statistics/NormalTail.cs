namespace ExperimentTracker.Statistics;

/// <summary>The standard normal distribution.</summary>
internal static class NormalTail
{
    // On either side of it the series or the continued fraction converges in a few dozen terms.
    private const double Border = 3;
    private const int FractionTerms = 120;

    /// <summary>The probability of a value above <paramref name="z"/>, also far out in the tail.</summary>
    public static double Upper(double z) => double.IsNaN(z) ? double.NaN
        : z < 0 ? 1 - Upper(-z)
        : z < Border ? 0.5 - (Density(z) * Series(z))
        : Density(z) / Fraction(z);

    private static double Density(double z) => Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);

    // z + z³/3 + z⁵/(3·5) + … (Abramowitz and Stegun, Handbook of Mathematical Functions, 26.2.11).
    private static double Series(double z)
    {
        double sum = z, term = z;
        for (int k = 3; term > sum * 1e-17; k += 2) sum += term *= z * z / k;
        return sum;
    }

    // z + 1/(z + 2/(z + 3/(z + …))) (Abramowitz and Stegun, 26.2.14).
    private static double Fraction(double z)
    {
        double value = z;
        for (int k = FractionTerms; k > 0; k--) value = z + (k / value);
        return value;
    }
}
