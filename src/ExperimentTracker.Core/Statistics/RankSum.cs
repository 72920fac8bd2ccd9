namespace ExperimentTracker.Statistics;

/// <summary>
/// The test of H. B. Mann and D. R. Whitney, "On a Test of Whether one of Two Random Variables is Stochastically Larger than the Other", Annals of
/// Mathematical Statistics 18, 1947: whether values of the first sample tend to be larger than values of the second. It uses only the order of the values.
/// </summary>
internal sealed class RankSum
{
    // As R's wilcox.test, which uses the exact distribution below 50 values a side, if no two values are equal.
    private const int LargestExact = 49;

    private readonly int first;
    private readonly int second;
    private readonly double ties;

    private RankSum(int first, int second, double u, double ties) => (this.first, this.second, U, this.ties) = (first, second, u, ties);

    /// <summary>The number of pairs in which the value of the first sample is larger; a pair of equal values counts one half.</summary>
    public double U { get; }

    /// <summary>Whether <see cref="UpperP"/> is exact, and not the normal approximation.</summary>
    public bool IsExact => ties == 0 && first <= LargestExact && second <= LargestExact;

    /// <summary>
    /// Cliff's delta, which is the rank-biserial correlation: the share of pairs in which the first value is larger, minus the share in which it is smaller
    /// (N. Cliff, "Dominance Statistics: Ordinal Analyses to Answer Ordinal Questions", Psychological Bulletin 114, 1993).
    /// </summary>
    public double CliffsDelta => (2 * U / ((double)first * second)) - 1;

    /// <summary>
    /// The one-sided probability of a U this large or larger if the samples have the same distribution: exact for small samples without equal values; else
    /// the normal approximation, with the variance corrected for equal values and a continuity correction of one half.
    /// </summary>
    public double UpperP => IsExact ? Exact() : Approximate();

    /// <summary>Compares two samples of at least one value each, without NaN.</summary>
    public static RankSum Of(IReadOnlyCollection<double> first, IReadOnlyCollection<double> second)
    {
        (double Value, bool IsFirst)[] sorted = [.. first.Select(v => (v, true)).Concat(second.Select(v => (v, false))).OrderBy(pair => pair.Item1)];
        double rankSum = 0, ties = 0;
        for (int start = 0, end; start < sorted.Length; start = end)
        {
            for (end = start + 1; end < sorted.Length && sorted[end].Value == sorted[start].Value;) end++;
            double equal = end - start;

            // Equal values share the mean of their ranks.
            rankSum += (start + 1 + end) / 2.0 * sorted[start..end].Count(pair => pair.IsFirst);
            ties += (equal * equal * equal) - equal;
        }

        return new(first.Count, second.Count, rankSum - (first.Count * (first.Count + 1) / 2.0), ties);
    }

    /// <summary>The smallest probability that samples of these sizes can have: 1 / (n₁ + n₂ over n₁).</summary>
    public static double SmallestP(int first, int second)
    {
        double ways = 1;
        for (int i = 1; i <= first; i++) ways *= (double)(second + i) / i;
        return 1 / ways;
    }

    private double Exact()
    {
        // For each number of pairs, the number of orders of the values: by the recurrence of Mann and Whitney, one value of the first sample at a time.
        int pairs = first * second;
        double[] ways = new double[pairs + 1];
        ways[0] = 1;
        for (int i = 1; i <= first; i++)
        {
            // Multiplied by (1 − q^(second + i)) and divided by (1 − qⁱ): the Gaussian binomial coefficient.
            for (int u = pairs; u >= second + i; u--) ways[u] -= ways[u - second - i];
            for (int u = i; u <= pairs; u++) ways[u] += ways[u - i];
        }

        double all = 0, above = 0;
        for (int u = pairs; u >= 0; u--)
        {
            all += ways[u];
            if (u >= U) above += ways[u];
        }

        return above / all;
    }

    private double Approximate()
    {
        double count = first + second;
        double variance = (double)first * second / 12 * (count + 1 - (ties / (count * (count - 1))));
        return variance > 0 ? NormalTail.Upper((U - ((double)first * second / 2) - 0.5) / Math.Sqrt(variance)) : 1;
    }
}
