using ExperimentTracker.Series;

namespace ExperimentTracker.Tests.Domain;

/// <summary>Bins and statistics against those of calculations with rational numbers in Python.</summary>
public sealed class BinnedValuesTests
{
    [Fact]
    public void Bins_of_equal_width_and_statistics_are_those_of_rational_arithmetic()
    {
        double[] values = [.. Enumerable.Range(0, 1000).Select(i => (Math.Floor(i * i % 97 / 8.0) / 7) - 0.3)];
        BinnedValues binned = BinnedValues.Of(values, 7);
        Assert.Equal(Exact.Counts, binned.Counts);
        Assert.Equal(Exact.Edges.Length, binned.Edges.Count);
        foreach ((double mine, double theirs) in binned.Edges.Zip(Exact.Edges)) Assert.Equal(theirs, mine, 1e-15);
        Assert.Equal((1000L, 0L, 0L), (binned.Count, binned.NaNCount, binned.InfiniteCount));
        Assert.Equal(Exact.Mean, binned.Mean!.Value, 1e-14);
        Assert.Equal(Exact.Deviation, binned.StandardDeviation!.Value, 1e-14);
        Assert.Equal(Exact.Sum, binned.Sum!.Value, 1e-11);
        Assert.Equal(Exact.Squares, binned.SumOfSquares!.Value, 1e-11);
    }

    [Fact]
    public void An_edge_belongs_to_the_bin_above_it_and_the_last_edge_to_the_last_bin()
    {
        BinnedValues binned = BinnedValues.Of([0, 1, 1, 2, 3, 3, 3, 3.5, -0.5], [0, 1, 2, 3]);
        Assert.Equal([1, 2, 4], binned.Counts);
        Assert.Equal((-0.5, 3.5), (binned.Min, binned.Max));
    }

    [Theory]
    [InlineData(5.0)]
    [InlineData(-0.0)]
    [InlineData(1e300)]
    public void Equal_values_are_in_one_bin_without_a_width(double value)
    {
        BinnedValues binned = BinnedValues.Of([value, value, value], 64);
        Assert.Equal([value, value], binned.Edges);
        Assert.Equal([3], binned.Counts);
        Assert.Equal((value, 0), (binned.Mean, binned.StandardDeviation));
    }

    [Fact]
    public void Neighbouring_doubles_have_as_many_bins_as_there_are_numbers_between_them()
    {
        double high = Math.BitIncrement(Math.BitIncrement(1.0));
        BinnedValues binned = BinnedValues.Of([1.0, Math.BitIncrement(1.0), high], 64);
        Assert.Equal([1.0, Math.BitIncrement(1.0), high], binned.Edges);
        Assert.Equal([1, 2], binned.Counts);
    }

    [Fact]
    public void The_whole_range_of_doubles_does_not_overflow()
    {
        BinnedValues binned = BinnedValues.Of([-double.MaxValue, -1, 0, 1, double.MaxValue], 4);
        Assert.Equal([1, 1, 2, 1], binned.Counts);
        Assert.All(binned.Edges, edge => Assert.True(double.IsFinite(edge)));
        Assert.Equal((-double.MaxValue, double.MaxValue, 0), (binned.Edges[0], binned.Edges[^1], binned.Mean));
    }

    [Fact]
    public void Every_finite_value_is_in_a_bin()
    {
        var random = new Random(7);
        for (int round = 0; round < 200; round++)
        {
            double[] values = [.. Enumerable.Range(0, 50).Select(_ => random.NextDouble() * Math.Pow(10, random.Next(-300, 300)))];
            BinnedValues binned = BinnedValues.Of(values, random.Next(1, 200));
            Assert.Equal(50, binned.Counts.Sum());
            for (int bin = 0; bin < binned.Counts.Count; bin++)
            {
                bool isLast = bin == binned.Counts.Count - 1;
                Assert.Equal(values.Count(v => v >= binned.Edges[bin] && (v < binned.Edges[bin + 1] || (isLast && v == binned.Edges[bin + 1]))), binned.Counts[bin]);
            }
        }
    }

    [Fact]
    public void Bad_bins_are_refused()
    {
        foreach (int bins in new[] { 0, -1, 4097 }) Expect.Refused("InvalidBins", () => BinnedValues.Of([1, 2], bins));
        foreach (double[] edges in new double[][] { [], [1], [2, 1], [1, 1, 2], [1, double.NaN], [1, double.PositiveInfinity] })
        {
            Expect.Refused("InvalidBins", () => BinnedValues.Of([1, 2], edges));
            Expect.Refused("InvalidBins", () => BinnedValues.OfCounts(new long[Math.Max(1, edges.Length - 1)], edges));
        }

        Expect.Refused("InvalidBins", () => BinnedValues.OfCounts([1, 2], [1, 2]));
        Expect.Refused("InvalidBins", () => BinnedValues.OfCounts([1, -2], [1, 2, 3]));
        Expect.Refused("InvalidBins", () => BinnedValues.OfCounts([long.MaxValue, 1], [1, 2, 3]));
    }

    /// <summary>Rounded only at the end, from the exact values of the doubles.</summary>
    private static class Exact
    {
        public const double Mean = 0.5014285714285714;
        public const double Deviation = 0.5364280958719596;
        public const double Sum = 501.4285714285714;
        public const double Squares = 538.8979591836734;

        public static readonly long[] Counts = [198, 144, 145, 103, 124, 142, 144];
        public static readonly double[] Edges = [-0.3, -0.05510204081632654, 0.1897959183673469, 0.43469387755102035, 0.6795918367346938, 0.9244897959183672, 1.1693877551020406, 1.4142857142857141];
    }
}
