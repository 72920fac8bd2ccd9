using ExperimentTracker.Statistics;

namespace ExperimentTracker.Tests.Statistics;

/// <summary>Compares with NIST's Statistical Reference Datasets, univariate summary statistics, and with values computed by hand.</summary>
public sealed class SampleTests
{
    // Michelson's speed of light in air, 1879 (dataset Michelso), in hundredths above 299 of a million metres a second.
    private static readonly int[] SpeedOfLight =
    [
        85, 74, 90, 107, 93, 85, 95, 98, 98, 88, 100, 98, 93, 65, 76, 81, 100, 100, 96, 96, 96, 94, 96, 94, 88, 80, 85, 88, 90, 84, 83, 79, 81, 88,
        88, 83, 80, 79, 76, 80, 88, 88, 88, 86, 72, 72, 62, 86, 97, 95, 88, 91, 85, 87, 84, 84, 85, 84, 84, 84, 89, 81, 81, 82, 80, 77, 76, 74, 75,
        76, 91, 92, 89, 86, 88, 72, 84, 85, 85, 78, 89, 84, 78, 81, 76, 81, 79, 81, 82, 85, 87, 87, 81, 74, 81, 94, 95, 80, 81, 87,
    ];

    // Transmittance of a filter (dataset Mavro), in ten-thousandths above 2.
    private static readonly int[] Transmittance =
    [
        18, 17, 18, 19, 18, 17, 15, 14, 15, 15, 17, 18, 18, 19, 19, 21, 20, 16, 14, 13, 13, 15, 15, 16, 15, 14, 13, 14, 15, 14, 15, 16, 15, 16, 19,
        20, 20, 21, 22, 23, 24, 25, 27, 26, 26, 26, 27, 26, 25, 24,
    ];

    [Fact]
    public void The_speed_of_light() => AssertCertified(
        Sample.Of(SpeedOfLight.Select(v => (double)(29900m + v) / 100)), 299.852400000000, 0.0790105478190518, 1e-12);

    [Fact]
    public void The_transmittance_of_a_filter() => AssertCertified(
        Sample.Of(Transmittance.Select(v => (double)(20000m + v) / 10000)), 2.00185600000000, 0.000429123454003053, 1e-12);

    [Theory]
    [InlineData(1.2, 1.1, 1.3, 1e-14)]
    [InlineData(1000000.2, 1000000.1, 1000000.3, 1e-9)]
    [InlineData(10000000.2, 10000000.1, 10000000.3, 1e-8)] // As close to these decimals as doubles can be.
    public void Values_that_differ_in_the_last_place_only(double mean, double low, double high, double error)
    {
        // Datasets NumAcc2, NumAcc3 and NumAcc4.
        IEnumerable<double> values = Enumerable.Range(0, 1000).Select(i => i % 2 == 0 ? low : high).Prepend(mean);
        AssertCertified(Sample.Of(values), mean, 0.1, error);
    }

    [Fact]
    public void Three_large_integers() => AssertCertified(Sample.Of([10000001, 10000003, 10000002]), 10000002, 1, 0); // Dataset NumAcc1.

    [Fact]
    public void The_interval_of_the_mean_is_that_of_a_published_example()
    {
        // NIST/SEMATECH e-Handbook, 1.3.5.2: heat flow, dataset ZARR13.
        var heatFlow = new Sample { Count = 195, Mean = 9.261460, StandardDeviation = 0.2278881e-01 };
        (double low, double high) = heatFlow.ConfidenceInterval(0.95)!.Value;
        Assert.Equal(9.258242, low, 1e-6);
        Assert.Equal(9.264679, high, 1e-6);

        // D. C. Montgomery and G. C. Runger, Applied Statistics and Probability for Engineers, 2003, example 8-4.
        (low, high) = new Sample { Count = 22, Mean = 13.71, StandardDeviation = 3.55 }.ConfidenceInterval(0.95)!.Value;
        Assert.Equal(12.14, low, 0.006);
        Assert.Equal(15.28, high, 0.006);
    }

    [Fact]
    public void Nothing_one_and_two_values()
    {
        Assert.Equal(new Sample { Count = 0 }, Sample.Of([]));
        Assert.Null(Sample.Of([]).ConfidenceInterval(0.95));
        Assert.Equal(new Sample { Count = 1, Mean = 3, Min = 3, Max = 3, Median = 3 }, Sample.Of([3]));
        Assert.Null(Sample.Of([3]).ConfidenceInterval(0.95));

        Sample two = Sample.Of([4, 3]);
        Assert.Equal(new Sample { Count = 2, Mean = 3.5, StandardDeviation = Math.Sqrt(0.5), Min = 3, Max = 4, Median = 3.5 }, two);
        Assert.Equal(3.5 + (12.7062047361747 / 2), two.ConfidenceInterval(0.95)!.Value.High, 1e-12);
    }

    [Fact]
    public void NaN_is_counted_and_ignored() =>
        Assert.Equal(Sample.Of([1, 2]) with { NaNCount = 2 }, Sample.Of([double.NaN, 1, double.NaN, 2]));

    [Fact]
    public void An_infinity_keeps_the_statistics_that_are_defined()
    {
        Sample sample = Sample.Of([1, double.PositiveInfinity, 2]);
        Assert.Equal((double.PositiveInfinity, double.NaN, 2.0), (sample.Mean, sample.StandardDeviation, sample.Median));
        Assert.Null(sample.ConfidenceInterval(0.95));
    }

    [Theory]
    [InlineData(1e308)]
    [InlineData(1e-308)]
    public void The_largest_and_the_smallest_values_are_described_like_others(double unit)
    {
        Sample sample = Sample.Of([1.1 * unit, 1.2 * unit, 1.3 * unit, 1.7 * unit]);
        Assert.Equal(1.325, sample.Mean!.Value / unit, 1e-14);
        Assert.Equal(Math.Sqrt(0.0691666666666667), sample.StandardDeviation!.Value / unit, 1e-12);
        Assert.Equal(1.25, sample.Median!.Value / unit, 1e-14);
    }

    [Fact]
    public void Equal_values_have_no_deviation_at_all() => Assert.Equal(0, Sample.Of([0.1, 0.1, 0.1]).StandardDeviation);

    private static void AssertCertified(Sample sample, double mean, double deviation, double relativeError)
    {
        Assert.Equal(mean, sample.Mean!.Value, 1e-14 * Math.Abs(mean));
        Assert.Equal(deviation, sample.StandardDeviation!.Value, Math.Max(relativeError * deviation, 0));
    }
}
