namespace ExperimentTracker.Statistics;

/// <summary>The regularized incomplete beta function with one half as its second parameter, and the gamma functions it needs.</summary>
internal static class HalfBeta
{
    private const int MostTerms = 100_000;
    private const double Tiny = 1e-300;

    // From here on the six terms of LogGammaRatio are exact to a double.
    private const double LargeEnough = 16;

    /// <summary>I(x; a, ½) at x = 1/(1 + r), which keeps what is near 1 as well as what is near 0.</summary>
    public static double Of(double a, double r)
    {
        if (r == 0) return 1;
        if (double.IsPositiveInfinity(r)) return 0;
        double x = 1 / (1 + r), y = r / (1 + r);
        double logX = -LogOnePlus(r), logY = -LogOnePlus(1 / r);

        // x^a · y^½ / B(a, ½), where 1/B(a, ½) = Γ(a + ½) / (Γ(a) · √π).
        double front = Math.Exp((a * logX) + (logY / 2) + LogGammaRatio(a) - (Math.Log(Math.PI) / 2));

        // The fraction converges fast on its own side of the mean; I(x; a, b) = 1 − I(1 − x; b, a) leads to the other.
        return x < (a + 1) / (a + 2.5) ? front / (a * Fraction(x, a, 0.5)) : 1 - (front / (0.5 * Fraction(y, 0.5, a)));
    }

    /// <summary>
    /// ln Γ(a + ½) − ln Γ(a). Both are expanded by the NIST Digital Library of Mathematical Functions, 5.11.8, with h = ½ and h = 0, where
    /// the Bernoulli polynomials are Bₖ(½) = (2^(1−k) − 1)·Bₖ; a small argument is first raised by Γ(a + 1) = a·Γ(a).
    /// </summary>
    public static double LogGammaRatio(double a)
    {
        double raised = 1;
        for (; a < LargeEnough; a++) raised *= a / (a + 0.5);
        double u = 1 / (a * a);
        double series = -1.0 / 8 + u * (1.0 / 192 + u * (-1.0 / 640 + u * (17.0 / 14336 + u * (-31.0 / 18432 + u * (691.0 / 180224)))));
        return Math.Log(raised) + (Math.Log(a) / 2) + (series / a);
    }

    /// <summary>ln(1 + x) without losing a small x (D. Goldberg, "What Every Computer Scientist Should Know About Floating-Point Arithmetic", 1991, theorem 4).</summary>
    public static double LogOnePlus(double x)
    {
        double sum = 1 + x;
        return sum == 1 ? x : double.IsPositiveInfinity(sum) ? sum : Math.Log(sum) * (x / (sum - 1));
    }

    // The continued fraction 1 + d₁/(1 + d₂/(1 + …)) of DLMF 8.17.22, by the method of W. J. Lentz (Applied Optics 15, 1976) as modified
    // by I. J. Thompson and A. R. Barnett (Journal of Computational Physics 64, 1986).
    private static double Fraction(double x, double a, double b)
    {
        double value = 1, above = 1, below = 0;
        for (int term = 1; term < MostTerms; term++)
        {
            int m = term / 2;
            double d = term % 2 == 0
                ? m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m)))
                : -(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1));
            below = 1 / Away(1 + (d * below));
            above = Away(1 + (d / above));
            double factor = above * below;
            value *= factor;
            if (Math.Abs(factor - 1) < 1e-16) break;
        }

        return value;
    }

    private static double Away(double value) => Math.Abs(value) < Tiny ? Tiny : value;
}
