using ExperimentTracker.Statistics;

namespace ExperimentTracker.Tests.Statistics;

public sealed class RankSumTests
{
    // The ages of the example in the documentation of scipy.stats.mannwhitneyu, which gives U = 17, and on two sides p = 0.1111111111111111 (exact) and
    // 0.11134688653314041 (asymptotic).
    private static readonly double[] Males = [19, 22, 16, 29, 24];
    private static readonly double[] Females = [20, 11, 17, 12];

    // Ozone in May and in August of R's data set airquality. R's wilcox.test gives W = 127.5 and p = 0.0001208 on two sides, with the continuity correction.
    private static readonly double[] May = [41, 36, 12, 18, 28, 23, 19, 8, 7, 16, 11, 14, 18, 14, 34, 6, 30, 11, 1, 11, 4, 32, 23, 45, 115, 37];
    private static readonly double[] August = [39, 9, 16, 78, 35, 66, 122, 89, 110, 44, 28, 65, 22, 59, 23, 31, 44, 21, 9, 45, 168, 73, 76, 118, 84, 85];

    [Fact]
    public void Small_samples_without_equal_values_have_the_exact_probability()
    {
        RankSum scipy = RankSum.Of(Males, Females);
        Assert.Equal((17, true), (scipy.U, scipy.IsExact));
        Assert.Equal(0.1111111111111111 / 2, scipy.UpperP, 1e-15);

        // The permeability of the human chorioamnion: Hollander and Wolfe, Nonparametric Statistical Methods, 1973, page 69, as in the examples of R's
        // wilcox.test, which gives W = 35 and p = 0.1272.
        RankSum hollander = RankSum.Of([0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46], [1.15, 0.88, 0.90, 0.74, 1.21]);
        Assert.Equal(35, hollander.U);
        Assert.Equal(0.1272, hollander.UpperP, 0.00005);
    }

    [Fact]
    public void Equal_values_and_large_samples_have_the_corrected_normal_approximation()
    {
        RankSum may = RankSum.Of(May, August), august = RankSum.Of(August, May);
        Assert.Equal((127.5, (26 * 26) - 127.5, false), (may.U, august.U, may.IsExact));
        Assert.Equal(0.0001208 / 2, august.UpperP, 0.00000005 / 2);
        Assert.True(may.UpperP > 0.9999);

        // From 50 values on a side, and with equal values, the distribution is approximated; if all are equal, there is no evidence.
        Assert.False(RankSum.Of([1, 2, 2], [3, 4, 5]).IsExact);
        Assert.False(RankSum.Of([.. Enumerable.Range(0, 50).Select(i => (double)i)], [0.5, 1.5]).IsExact);
        Assert.Equal(1, RankSum.Of([3, 3, 3], [3, 3]).UpperP);
    }

    [Theory]
    [InlineData(1.0, 0.15865525393145705)]
    [InlineData(1.9599639845400545, 0.025)]
    [InlineData(2.9999, 0.0013503412829549248)]
    [InlineData(3.0, 0.0013498980316300933)]
    [InlineData(6.0, 9.865876450376946e-10)]
    [InlineData(20.0, 2.7536241186062337e-89)]
    [InlineData(0.0, 0.5)]
    [InlineData(-1.0, 0.8413447460685429)]
    public void The_tail_of_the_normal_distribution_is_that_of_the_C_library(double z, double expected) =>
        Assert.Equal(1, NormalTail.Upper(z) / expected, 1e-11);

    [Fact]
    public void Cliffs_delta_is_the_difference_of_the_shares_of_pairs()
    {
        // N. Cliff, 1993: the shares of pairs; 17 of 20 are higher and 3 are lower.
        Assert.Equal(0.7, RankSum.Of(Males, Females).CliffsDelta, 1e-15);
        Assert.Equal((1, -1, 0), (RankSum.Of([3, 4], [1, 2]).CliffsDelta, RankSum.Of([1, 2], [3, 4]).CliffsDelta, RankSum.Of([1, 1], [1, 1]).CliffsDelta));
        Assert.Equal(1, RankSum.Of([double.PositiveInfinity, 4], [1, double.NegativeInfinity]).CliffsDelta);
    }

    [Theory]
    [InlineData(3, 3, 20)]
    [InlineData(2, 5, 21)]
    [InlineData(4, 4, 70)]
    public void The_smallest_probability_is_that_of_one_order_of_all(int first, int second, int orders)
    {
        Assert.Equal(1.0 / orders, RankSum.SmallestP(first, second), 1e-15);
        double[] low = [.. Enumerable.Range(0, second).Select(i => (double)i)], high = [.. Enumerable.Range(100, first).Select(i => (double)i)];
        Assert.Equal(1.0 / orders, RankSum.Of(high, low).UpperP, 1e-15);
        Assert.Equal(1, RankSum.Of(low, high).UpperP, 1e-15);
    }
}
