using ExperimentTracker.Comparison;
using static ExperimentTracker.Tests.Support.MadeRuns;

namespace ExperimentTracker.Tests.Comparison;

public sealed class MetricLimitsTests
{
    [Theory]
    [InlineData(0.9, 0.9, null, true)]
    [InlineData(0.9, null, 0.9, true)]
    [InlineData(0.95, 0.9, 1.0, true)]
    [InlineData(0.8999999999999999, 0.9, null, false)]
    [InlineData(0.9000000000000001, null, 0.9, false)]
    [InlineData(1.1, 0.9, 1.0, false)]
    [InlineData(double.NaN, 0.0, null, false)]
    [InlineData(double.PositiveInfinity, 0.9, null, true)]
    public void The_limits_themselves_pass_and_NaN_does_not(double value, double? minimum, double? maximum, bool passes)
    {
        MetricTest test = new MetricLimits { Minimum = minimum, Maximum = maximum }.Test("m", Made(1, value, goal: null));
        Assert.Equal((passes, value, MetricTestMethod.Limit), (test.Passed, test.Value, test.Method));
    }

    [Fact]
    public void A_failed_test_says_which_limit_and_why()
    {
        MetricTest low = new MetricLimits { Minimum = 0.9 }.Test("m", Made(1, 0.5));
        Assert.Equal(("The m 0.5 of run iris/001 is below the minimum 0.9.", 0.9), (low.Reason, low.Limit));
        MetricTest high = new MetricLimits { Minimum = 0.1, Maximum = 0.2 }.Test("m", Made(1, 0.5));
        Assert.Equal(("The m 0.5 of run iris/001 is above the maximum 0.2.", 0.2), (high.Reason, high.Limit));
        Assert.Equal((false, "Run iris/001 has no metric 'x'."), new MetricLimits { Minimum = 0 }.Test("x", Made(1)) is var none ? (none.Passed, none.Reason) : default);
    }

    [Theory]
    [InlineData(double.NaN, null)]
    [InlineData(null, double.NaN)]
    [InlineData(2.0, 1.0)]
    public void A_limit_that_every_or_no_value_keeps_is_an_error(double? minimum, double? maximum) =>
        Expect.Refused("InvalidLimit", () => new MetricLimits { Minimum = minimum, Maximum = maximum }.Test("m", Made(1, 0.5)));
}
