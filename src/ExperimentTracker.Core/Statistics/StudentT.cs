namespace ExperimentTracker.Statistics;

/// <summary>
/// Student's t distribution. Degrees of freedom are above 0 and need not be integers. Thirteen digits are correct up to 1,000 degrees of freedom, ten
/// up to a million.
/// </summary>
internal static class StudentT
{
    private const int MostSteps = 200;

    /// <summary>
    /// The probability of a value above <paramref name="t"/>: half of I(ν/(ν + t²); ν/2, ½) for a positive one (Abramowitz and Stegun,
    /// Handbook of Mathematical Functions, 26.7.1). Accurate far out in the tail, where 1 − <see cref="Cdf"/> is 0.
    /// </summary>
    public static double UpperTail(double t, double degreesOfFreedom)
    {
        if (double.IsNaN(t) || !(degreesOfFreedom > 0)) return double.NaN;
        return t < 0 ? 1 - UpperTail(-t, degreesOfFreedom) : HalfBeta.Of(degreesOfFreedom / 2, t * t / degreesOfFreedom) / 2;
    }

    /// <summary>The probability of a value up to <paramref name="t"/>.</summary>
    public static double Cdf(double t, double degreesOfFreedom) => UpperTail(-t, degreesOfFreedom);

    /// <summary>The quantile of the probability <paramref name="p"/>, between 0 and 1: the inverse of <see cref="Cdf"/>.</summary>
    public static double Quantile(double p, double degreesOfFreedom) => p switch
    {
        0.5 => 0,
        < 0.5 => -OfTail(p, degreesOfFreedom),
        _ => OfTail(1 - p, degreesOfFreedom),
    };

    // The positive value whose upper tail has this probability, by Newton's method. When a step would leave the bracket, the bracket is halved.
    private static double OfTail(double tail, double degreesOfFreedom)
    {
        if (!(tail is >= 0 and <= 1) || !(degreesOfFreedom > 0)) return double.NaN;
        if (tail == 0) return double.PositiveInfinity;
        double low = 0, high = 1;
        while (UpperTail(high, degreesOfFreedom) > tail) (low, high) = (high, high * 2);

        double t = low;
        for (int i = 0; i < MostSteps; i++)
        {
            double excess = UpperTail(t, degreesOfFreedom) - tail;
            if (excess == 0) break;
            if (excess > 0) low = t;
            else high = t;
            double next = t + (excess / Density(t, degreesOfFreedom));
            if (!(next > low && next < high)) next = low + ((high - low) / 2);
            if (next == t || Math.Abs(next - t) <= Math.Abs(t) * 1e-16) break;
            t = next;
        }

        return t;
    }

    private static double Density(double t, double degreesOfFreedom) => Math.Exp(
        HalfBeta.LogGammaRatio(degreesOfFreedom / 2) - (Math.Log(degreesOfFreedom * Math.PI) / 2)
        - ((degreesOfFreedom + 1) / 2 * HalfBeta.LogOnePlus(t * t / degreesOfFreedom)));
}
