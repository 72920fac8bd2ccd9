using ExperimentTracker.Sweeps;

namespace ExperimentTracker.Tests.Sweeps;

public sealed class PromiseRulesTests
{
    private static readonly MetricSeries[] Five = [Series(1, 1, 1), Series(2, 2, 2), Series(3, 3, 3), Series(4, 4, 4), Series(5, 5, 5)];

    [Fact]
    public void A_run_goes_on_while_its_best_value_is_not_worse_than_the_median_of_the_means()
    {
        Assert.True(Median(Series(9, 3)).IsPromising);
        RunPromise worse = Median(Series(9, 3.1));
        Assert.False(worse.IsPromising);
        Assert.Equal("Its best loss until step 1, 3.1, is worse than 3, the median of 5 runs.", worse.Reason);
        Assert.True(PromiseRules.Median(MetricGoal.Maximize, Series(0, 3.1), Five, 0).IsPromising);
        Assert.False(PromiseRules.Median(MetricGoal.Maximize, Series(0, 2.9), Five, 0).IsPromising);
    }

    [Fact]
    public void Only_points_until_the_step_of_the_run_count()
    {
        // The means until step 1 are 5; the runs are at 0 later.
        MetricSeries[] late = [.. Enumerable.Range(0, 5).Select(_ => Series(5, 5, 0, 0, 0, 0))];
        Assert.True(PromiseRules.Median(MetricGoal.Minimize, Series(4, 4), late, 0).IsPromising);
        Assert.False(PromiseRules.Median(MetricGoal.Minimize, Series(4, 4, 4, 4, 4, 4), late, 0).IsPromising);
    }

    [Fact]
    public void Nothing_is_stopped_without_five_ended_runs_before_the_first_step_and_without_points()
    {
        Assert.True(PromiseRules.Median(MetricGoal.Minimize, Series(9), Five[..4], 0).IsPromising);
        Assert.True(PromiseRules.Median(MetricGoal.Minimize, Series(9), [.. Five[..4], Series(double.NaN)], 0).IsPromising);
        Assert.True(PromiseRules.Median(MetricGoal.Minimize, Series(9, 9), Five, 2).IsPromising);
        Assert.False(PromiseRules.Median(MetricGoal.Minimize, Series(9, 9, 9), Five, 2).IsPromising);
        Assert.True(Median(Series()).IsPromising);
    }

    [Fact]
    public void A_run_that_is_not_a_number_has_no_promise()
    {
        Assert.False(Median(Series(double.NaN)).IsPromising);
        Assert.True(Median(Series(double.NaN, 1)).IsPromising);
        Assert.False(PromiseRules.SuccessiveHalving(MetricGoal.Minimize, Series(double.NaN, double.NaN), Five, 0).IsPromising);
    }

    [Fact]
    public void Successive_halving_keeps_the_best_third_at_steps_that_grow_threefold()
    {
        // Nine runs at step 1: the best three go on.
        MetricSeries[] eight = [.. Enumerable.Range(1, 8).Select(i => Series(9, i))];
        Assert.True(Halving(Series(9, 2.5), eight).IsPromising);
        RunPromise fourth = Halving(Series(9, 3.5), eight);
        Assert.Equal((false, "Its best loss until step 1, 3.5, is number 4 of 9, of which 3 go on."), (fourth.IsPromising, fourth.Reason));

        // At steps 3 to 8, the value at step 3 counts, among those that came to step 3: here it is the second of two.
        MetricSeries[] two = [Series(0, 0), Series(9, 9, 9, 5), Series(0, 0, 0)];
        Assert.False(Halving(Series(9, 9, 9, 6, 0, 0), two).IsPromising);
        Assert.True(Halving(Series(9, 9, 9, 4, 9, 9), two).IsPromising);
    }

    [Fact]
    public void Until_three_runs_came_as_far_only_the_best_goes_on()
    {
        Assert.True(Halving(Series(9, 9)).IsPromising);
        Assert.True(Halving(Series(9, 8), Series(9, 9)).IsPromising);
        Assert.False(Halving(Series(10, 10), Series(9, 9)).IsPromising);
        Assert.True(Halving(Series(9), Series(0, 0)).IsPromising); // before the first step
        Assert.True(PromiseRules.SuccessiveHalving(MetricGoal.Minimize, Series(9, 9, 9, 9), [Series(0, 0, 0, 0, 0)], 4).IsPromising);
        Assert.False(PromiseRules.SuccessiveHalving(MetricGoal.Minimize, Series(9, 9, 9, 9, 9), [Series(0, 0, 0, 0, 0)], 4).IsPromising);
    }

    private static RunPromise Median(MetricSeries own) => PromiseRules.Median(MetricGoal.Minimize, own, Five, 0);

    private static RunPromise Halving(MetricSeries own, params MetricSeries[] others) => PromiseRules.SuccessiveHalving(MetricGoal.Minimize, own, others, 0);

    // Steps from 0.
    private static MetricSeries Series(params double[] values) =>
        new() { RunId = "r", Key = "loss", Steps = [.. Enumerable.Range(0, values.Length).Select(i => (long)i)], Values = values };
}
