using ExperimentTracker.Statistics;

namespace ExperimentTracker.Tests.Statistics;

public sealed class MeanDifferenceTests
{
    /// <summary>
    /// The three examples of "Welch's t-test", Wikipedia, with the p that R's t.test gives: equal variances and sizes; unequal variances,
    /// the smaller sample varying more; and the larger one varying more.
    /// </summary>
    public static TheoryData<double[], double[], double, double, double> PublishedExamples => new()
    {
        {
            [27.5, 21.0, 19.0, 23.6, 17.0, 17.9, 16.9, 20.1, 21.9, 22.6, 23.1, 19.6, 19.0, 21.7, 21.4],
            [27.1, 22.0, 20.8, 23.4, 23.4, 23.5, 25.8, 22.0, 24.8, 20.2, 21.9, 22.1, 22.9, 20.5, 24.4],
            -2.46, 25.0, 0.021378001462867
        },
        {
            [17.2, 20.9, 22.6, 18.1, 21.7, 21.4, 23.5, 24.2, 14.7, 21.8],
            [21.5, 22.8, 21.0, 23.0, 21.6, 23.6, 22.5, 20.7, 23.4, 21.8, 20.7, 21.7, 21.5, 22.5, 23.6, 21.5, 22.5, 23.5, 21.5, 21.8],
            -1.57, 9.9, 0.148841696605327
        },
        {
            [19.8, 20.4, 19.6, 17.8, 18.5, 18.9, 18.3, 18.9, 19.5, 22.0],
            [28.2, 26.6, 20.1, 23.3, 25.2, 22.1, 17.7, 27.6, 20.6, 13.7, 23.2, 17.5, 20.6, 18.0, 23.9, 21.6, 24.3, 20.4, 24.0, 13.2],
            -2.22, 24.5, 0.0359722710297968
        },
    };

    [Theory]
    [MemberData(nameof(PublishedExamples))]
    public void Welchs_test_is_that_of_published_examples(double[] first, double[] second, double t, double freedom, double twoSidedP)
    {
        Sample a = Sample.Of(first), b = Sample.Of(second);
        var test = MeanDifference.Welch(a, b);
        double difference = a.Mean!.Value - b.Mean!.Value;
        Assert.Equal(t, difference / test.StandardError, 0.005);
        Assert.Equal(freedom, test.DegreesOfFreedom, 0.05);
        Assert.Equal(twoSidedP, 2 * test.UpperP(-difference, 0), 1e-13);
        Assert.Equal(1 - (twoSidedP / 2), test.UpperP(difference, 0), 1e-13);
    }

    [Fact]
    public void Welchs_test_of_published_means_and_deviations()
    {
        // NIST/SEMATECH e-Handbook, 1.3.5.3: miles per gallon of American and Japanese cars, dataset AUTO83B.
        var test = MeanDifference.Welch(
            new Sample { Count = 249, Mean = 20.14458, StandardDeviation = 6.414700 }, new Sample { Count = 79, Mean = 30.48101, StandardDeviation = 6.107710 });
        Assert.Equal(-12.94627, (20.14458 - 30.48101) / test.StandardError, 1e-4);
        Assert.Equal(136.8750, test.DegreesOfFreedom, 1e-3);
    }

    [Fact]
    public void A_new_value_is_tested_by_the_published_prediction_interval()
    {
        // Montgomery and Runger, 2003, example 8-8: the load at failure of a twenty-third specimen lies in (6.16, 21.26) with 95%.
        var test = MeanDifference.NewValue(new Sample { Count = 22, Mean = 13.71, StandardDeviation = 3.55 });
        Assert.Equal(21, test.DegreesOfFreedom);
        Assert.Equal(0.025, test.UpperP(21.26 - 13.71, 0), 0.0002);
        Assert.Equal(0.975, test.UpperP(6.16 - 13.71, 0), 0.0002);
    }

    [Fact]
    public void A_new_value_is_tested_as_a_sample_of_one_by_the_pooled_test()
    {
        Sample sample = Sample.Of([0.9, 0.92, 0.91, 0.89]);
        double pooledError = sample.StandardDeviation!.Value * Math.Sqrt((1.0 / 1) + (1.0 / 4));
        Assert.Equal(pooledError, MeanDifference.NewValue(sample).StandardError, 1e-16);
    }

    [Fact]
    public void A_margin_moves_the_question()
    {
        var test = MeanDifference.Welch(Sample.Of([1, 2, 3]), Sample.Of([2, 3, 5]));
        Assert.Equal(0.5, test.UpperP(0.7, 0.7));
        Assert.Equal(test.UpperP(0.5, 0), test.UpperP(0.7, 0.2), 1e-14);
    }

    [Theory]
    [InlineData(1e-9, 0, 0)]
    [InlineData(0, 0, 1)]
    [InlineData(-1, 0, 1)]
    [InlineData(0.5, 0.5, 1)]
    public void Without_any_spread_a_difference_is_certain(double difference, double margin, double p)
    {
        Sample constant = Sample.Of([2, 2, 2]);
        Assert.Equal(p, MeanDifference.Welch(constant, constant).UpperP(difference, margin));
        Assert.Equal(p, MeanDifference.NewValue(constant).UpperP(difference, margin));
    }

    [Fact]
    public void Without_any_spread_the_degrees_of_freedom_are_those_of_the_pooled_test() =>
        Assert.Equal(3 + 4 - 2, MeanDifference.Welch(Sample.Of([2, 2, 2]), Sample.Of([5, 5, 5, 5])).DegreesOfFreedom);

    [Fact]
    public void Hedges_g_is_that_of_a_published_example()
    {
        // M. Borenstein, L. V. Hedges, J. P. T. Higgins and H. R. Rothstein, Introduction to Meta-Analysis, 2009, chapter 4: g = 0.5924.
        double? g = MeanDifference.HedgesG(
            new Sample { Count = 50, Mean = 103, StandardDeviation = 5.5 }, new Sample { Count = 50, Mean = 100, StandardDeviation = 4.5 });
        Assert.Equal(0.5924, g!.Value, 0.0001);
    }

    [Theory]
    [InlineData(2, 0.5642)]
    [InlineData(5, 0.8408)]
    [InlineData(10, 0.9228)]
    [InlineData(50, 0.9849)]
    public void Hedges_g_is_corrected_by_the_published_factor(int m, double factor)
    {
        // Hedges, 1981, table 1. The deviation of one group stands for the pooled one, since the other has one value.
        double? g = MeanDifference.HedgesG(new Sample { Count = 1, Mean = 1 }, new Sample { Count = m + 1, Mean = 0, StandardDeviation = 1 });
        Assert.Equal(factor, g!.Value, 0.00006);
    }

    [Fact]
    public void Too_few_values_or_none_that_vary_have_no_effect_size()
    {
        Assert.Null(MeanDifference.HedgesG(Sample.Of([1]), Sample.Of([1, 2])));
        Assert.Null(MeanDifference.HedgesG(Sample.Of([1, 1]), Sample.Of([2, 2])));
        Assert.Null(MeanDifference.HedgesG(Sample.Of([]), Sample.Of([2, 3, 4])));
    }
}
