using ExperimentTracker.Comparison;
using static ExperimentTracker.Tests.Support.MadeRuns;

namespace ExperimentTracker.Tests.Comparison;

public sealed class MetricTesterTests
{
    private static readonly MetricTestOptions Exactly = new();

    [Theory]
    [InlineData(MetricGoal.Maximize, 0.90, 0.91, 0, 0, false)]
    [InlineData(MetricGoal.Maximize, 0.92, 0.91, 0, 0, true)]
    [InlineData(MetricGoal.Minimize, 0.92, 0.91, 0, 0, false)]
    [InlineData(MetricGoal.Minimize, 0.90, 0.91, 0, 0, true)]
    [InlineData(MetricGoal.Maximize, 0.91, 0.91, 0, 0, true)]
    [InlineData(MetricGoal.Maximize, 0.91, 0.92, 0.01, 0, true)] // In doubles the difference is 0.010000000000000009.
    [InlineData(MetricGoal.Maximize, 0.9099, 0.92, 0.01, 0, false)]
    [InlineData(MetricGoal.Minimize, 110, 100, 0, 0.1, true)]
    [InlineData(MetricGoal.Minimize, 111, 100, 0, 0.1, false)]
    [InlineData(MetricGoal.Minimize, 111, 100, 11, 0.1, true)] // The larger of the two.
    [InlineData(MetricGoal.Maximize, -11, -10, 0, 0.1, true)]
    [InlineData(MetricGoal.Maximize, -11.1, -10, 0, 0.1, false)]
    [InlineData(MetricGoal.Minimize, 0.1, 0, 0, 0.5, false)]
    [InlineData(MetricGoal.Minimize, double.PositiveInfinity, 1, 1e300, 0.5, false)]
    [InlineData(MetricGoal.Maximize, 1, double.PositiveInfinity, 0, 0.5, false)]
    [InlineData(MetricGoal.Minimize, 1, double.PositiveInfinity, 0, 0, true)]
    [InlineData(MetricGoal.Minimize, double.PositiveInfinity, double.PositiveInfinity, 0, 0, true)]
    public void A_value_may_be_worse_by_what_is_tolerated(
        MetricGoal goal, double value, double baseline, double tolerance, double relative, bool passed)
    {
        MetricTest test = MetricTester.Test(
            "m", [Made(2, value, goal)], [Made(1, baseline, goal)], Exactly with { Tolerance = tolerance, RelativeTolerance = relative });
        Assert.True(passed == test.Passed, test.Reason);
        Assert.Equal((value, baseline, goal), (test.Value, test.Baseline, test.Goal));
        Assert.Equal(["id-2", "id-1"], test.RunId.Concat(test.BaselineRunId));
    }

    [Fact]
    public void The_result_says_what_was_compared()
    {
        MetricTest test = MetricTester.Test("m", [Made(9, 0.8)], [Made(1, 0.9), Made(2, 1.1)], Exactly with { RelativeTolerance = 0.05 });
        Assert.Equal((1.0, 2, 0.05, 0.95), (test.Baseline, test.BaselineCount, test.Allowed, test.Limit));
        Assert.Equal(-0.2, test.Difference!.Value, 1e-15);
        Assert.Equal(-0.2, test.RelativeDifference!.Value, 1e-15);
        Assert.Equal("The m 0.8 of run iris/009 is worse than the baseline 1 by 0.2; 0.05 is allowed.", test.Reason);
        Assert.Equal((null, null, null, "iris/009"), (test.PValue, test.EffectSize, test.SignificanceLevel, test.Run));
    }

    [Theory]
    [InlineData(MetricTestMethod.Tolerance)]
    [InlineData(MetricTestMethod.Prediction)]
    [InlineData(MetricTestMethod.Welch)]
    [InlineData(MetricTestMethod.MannWhitney)]
    public void Missing_or_NaN_values_fail_for_any_method_and_tolerance(MetricTestMethod method)
    {
        MetricTestOptions options = Exactly with { Method = method, Tolerance = 1e300, AllowMissingBaseline = true };
        Run[] baseline = [Made(1, 1), Made(2, 2)];
        MetricTest missing = MetricTester.Test("m", [Made(3), Made(4, 1)], baseline, options);
        MetricTest nan = MetricTester.Test("m", [Made(3, 1), Made(4, double.NaN)], baseline, options);
        Assert.Equal((false, null, "Run iris/003 has no metric 'm'."), (missing.Passed, missing.Value, missing.Reason));
        Assert.Equal((false, double.NaN, "The m of run iris/004 is NaN."), (nan.Passed, nan.Value, nan.Reason));
    }

    [Fact]
    public void A_metric_that_no_run_has_fails_without_a_goal() => Assert.False(MetricTester.Test("acuracy", [Made(1, 1)], [Made(2, 1)], Exactly).Passed);

    [Fact]
    public void Baseline_runs_without_a_value_are_left_out_and_none_left_fails_unless_that_is_allowed()
    {
        Assert.Equal(1, MetricTester.Test("m", [Made(9, 1)], [Made(1), Made(2, double.NaN), Made(3, 1)], Exactly).BaselineCount);
        MetricTest none = MetricTester.Test("m", [Made(9, 1)], [Made(1), Made(2, double.NaN)], Exactly);
        Assert.Equal((false, null, 0), (none.Passed, none.Baseline, none.BaselineCount));
        Assert.True(MetricTester.Test("m", [Made(9, 1)], [], Exactly with { AllowMissingBaseline = true }).Passed);
    }

    [Fact]
    public void The_goal_is_the_callers_or_that_of_the_runs_and_must_be_known()
    {
        Run[] baseline = [Made(1, 1, null)];
        Expect.Refused("GoalUnknown", () => MetricTester.Test("m", [Made(2, 2, null)], baseline, Exactly));
        Expect.Refused("GoalUnknown", () => MetricTester.Test("m", [Made(2, 2, MetricGoal.Minimize)], [Made(1, 1, MetricGoal.Maximize)], Exactly));
        Assert.False(MetricTester.Test("m", [Made(2, 2, null)], baseline, Exactly with { Goal = MetricGoal.Minimize }).Passed);
        Assert.True(MetricTester.Test("m", [Made(2, 2, MetricGoal.Minimize)], baseline, Exactly with { Goal = MetricGoal.Maximize }).Passed);
        Assert.False(MetricTester.Test("m", [Made(2, 2, null)], [Made(1, 1, MetricGoal.Minimize)], Exactly).Passed);
    }

    [Theory]
    [InlineData(MetricGoal.Maximize, 6.17, true)]
    [InlineData(MetricGoal.Maximize, 6.15, false)]
    [InlineData(MetricGoal.Minimize, 6.15, true)]
    [InlineData(MetricGoal.Minimize, 21.25, true)]
    [InlineData(MetricGoal.Minimize, 21.27, false)]
    public void One_run_passes_within_the_published_prediction_limit(MetricGoal goal, double value, bool passed)
    {
        // Twenty-two values of mean 13.71 and deviation 3.55; the limits, of 97.5% each, are those of Montgomery and Runger, 2003, example 8-8.
        double step = 3.55 * Math.Sqrt(21.0 / 22);
        Run[] baseline = [.. Enumerable.Range(0, 22).Select(i => Made(i, 13.71 + (i % 2 == 0 ? step : -step), goal))];
        MetricTest test = MetricTester.Test("m", [Made(99, value, goal)], baseline, Exactly with { Method = MetricTestMethod.Prediction, SignificanceLevel = 0.025 });
        Assert.True(passed == test.Passed, test.Reason);
        Assert.Equal(21, test.DegreesOfFreedom);
        Assert.Equal(goal == MetricGoal.Minimize ? 21.26 : 6.16, test.Limit!.Value, 0.005);
        Assert.Equal(passed, test.PValue >= 0.025);
    }

    [Fact]
    public void Samples_of_runs_are_compared_by_Welchs_test()
    {
        // The first of the published examples in MeanDifferenceTests: t = −2.46, p = 0.0214 on two sides, so half of it on one.
        double[] first = [27.5, 21.0, 19.0, 23.6, 17.0, 17.9, 16.9, 20.1, 21.9, 22.6, 23.1, 19.6, 19.0, 21.7, 21.4];
        double[] second = [27.1, 22.0, 20.8, 23.4, 23.4, 23.5, 25.8, 22.0, 24.8, 20.2, 21.9, 22.1, 22.9, 20.5, 24.4];
        MetricTestOptions options = Exactly with { Method = MetricTestMethod.Welch };
        MetricTest worse = MetricTester.Test("m", Runs(first), Runs(second), options with { Goal = MetricGoal.Maximize });
        MetricTest better = MetricTester.Test("m", Runs(first), Runs(second), options with { Goal = MetricGoal.Minimize });
        Assert.Equal(0.021378001462867 / 2, worse.PValue!.Value, 1e-13);
        Assert.Equal(1 - (0.021378001462867 / 2), better.PValue!.Value, 1e-13);
        Assert.Equal((false, true, 24.98852929), (worse.Passed, better.Passed, Math.Round(worse.DegreesOfFreedom!.Value, 8)));
        Assert.Equal("iris/000 and 14 more", worse.Run);

        // d is −2.16667 over a pooled deviation of 2.41661, and the factor of 28 degrees 0.97292 (Hedges, 1981).
        Assert.Equal(-0.8723, worse.EffectSize!.Value, 0.0001);
        Assert.True(MetricTester.Test("m", Runs(first), Runs(second), options with { Tolerance = 2 }).Passed);
    }

    [Fact]
    public void Samples_of_runs_are_compared_by_the_order_of_their_values()
    {
        // The example of scipy.stats.mannwhitneyu: U = 17, p = 0.1111111111111111 on two sides.
        double[] males = [19, 22, 16, 29, 24], females = [20, 11, 17, 12];
        MetricTestOptions options = Exactly with { Method = MetricTestMethod.MannWhitney, SignificanceLevel = 0.06 };
        MetricTest worse = MetricTester.Test("m", Runs(males), Runs(females), options with { Goal = MetricGoal.Minimize });
        MetricTest better = MetricTester.Test("m", Runs(males), Runs(females), options with { Goal = MetricGoal.Maximize });
        Assert.Equal((false, true), (worse.Passed, better.Passed));
        Assert.Equal(0.1111111111111111 / 2, worse.PValue!.Value, 1e-15);
        Assert.Equal((22, 14.5, 7.5, 17, 0.7, null), (worse.Value, worse.Baseline, worse.Difference, worse.U, Math.Round(worse.EffectSize!.Value, 12), worse.Limit));
        Assert.Contains("Cliff's delta 0.7", MetricTestText.Detail(worse), StringComparison.Ordinal);

        // A tolerance shifts the baseline; the effect size is that of the values themselves.
        MetricTest tolerated = MetricTester.Test("m", Runs(males), Runs(females), options with { Goal = MetricGoal.Minimize, Tolerance = 13 });
        Assert.True(tolerated.Passed && tolerated.PValue > 0.9, tolerated.Reason);
        Assert.Equal(0.7, tolerated.EffectSize!.Value, 1e-12);
    }

    [Fact]
    public void Groups_that_are_too_small_to_differ_are_an_error_and_no_gate_that_always_passes()
    {
        MetricTestOptions options = Exactly with { Method = MetricTestMethod.MannWhitney, Goal = MetricGoal.Minimize };
        Run[] three = Runs([7, 8, 9]), baseline = Runs([1, 2, 3]);
        Assert.Contains("four against four", Expect.Refused("TooFewSamples", () => MetricTester.Test("m", three, baseline, options)).Message, StringComparison.Ordinal);
        Assert.True(MetricTester.Test("m", three, baseline, options with { AllowMissingBaseline = true }).Passed);
        Assert.False(MetricTester.Test("m", Runs([7, 8, 9, 10]), Runs([1, 2, 3, 4]), options).Passed);
        Expect.Refused("TooFewSamples", () => MetricTester.Test("m", Runs([7]), baseline, options));
        Expect.Refused("TooFewSamples", () => MetricTester.Test("m", three, Runs([7]), options));
    }

    [Fact]
    public void Too_few_runs_for_a_statistical_method_is_an_error_that_says_what_to_do()
    {
        MetricTestOptions welch = Exactly with { Method = MetricTestMethod.Welch }, prediction = Exactly with { Method = MetricTestMethod.Prediction };
        Run[] one = [Made(1, 1)], two = [Made(2, 1), Made(3, 2)];
        Assert.Contains("-Method Prediction", Expect.Refused("TooFewSamples", () => MetricTester.Test("m", one, two, welch)).Message, StringComparison.Ordinal);
        Assert.Contains("-BaselineLast", Expect.Refused("TooFewSamples", () => MetricTester.Test("m", two, one, welch)).Message, StringComparison.Ordinal);
        Expect.Refused("TooFewSamples", () => MetricTester.Test("m", two, [.. one, Made(5), Made(6, double.NaN)], welch));
        Expect.Refused("TooFewSamples", () => MetricTester.Test("m", one, one, prediction));
        Assert.True(MetricTester.Test("m", one, one, prediction with { AllowMissingBaseline = true }).Passed);
    }

    [Fact]
    public void A_statistical_method_has_the_stated_rate_of_false_alarms()
    {
        // Runs that are not worse fail as often as the significance level says, and not more often. A large worsening is detected.
        var random = new Random(5);
        MetricTestOptions prediction = Exactly with { Method = MetricTestMethod.Prediction }, welch = Exactly with { Method = MetricTestMethod.Welch };
        int falseAlarms = 0, falseWelch = 0, found = 0;
        for (int i = 0; i < 2000; i++)
        {
            Run[] baseline = Runs([.. Enumerable.Range(0, 6).Select(_ => Normal(random))]);
            Run[] others = Runs([.. Enumerable.Range(0, 4).Select(_ => 3 * Normal(random))]);
            falseAlarms += MetricTester.Test("m", [Made(99, Normal(random))], baseline, prediction).Passed ? 0 : 1;
            falseWelch += MetricTester.Test("m", others, baseline, welch).Passed ? 0 : 1;
            found += MetricTester.Test("m", [Made(99, Normal(random) - 8)], baseline, prediction).Passed ? 0 : 1;
        }

        Assert.InRange(falseAlarms, 60, 145); // 100 expected; the standard deviation is 9.7.
        Assert.InRange(falseWelch, 60, 145);
        Assert.InRange(found, 1950, 2000);
    }

    private static Run[] Runs(double[] values) => [.. values.Select((v, i) => Made(i, v))];

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
