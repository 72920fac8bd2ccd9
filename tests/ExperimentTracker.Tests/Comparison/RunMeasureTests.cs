using ExperimentTracker.Comparison;
using static ExperimentTracker.Tests.Support.MadeRuns;
using static ExperimentTracker.Stress.StoreSteps;

namespace ExperimentTracker.Tests.Comparison;

public sealed class RunMeasureTests
{
    [Fact]
    public void Groups_are_described_by_number_of_runs_mean_spread_and_interval()
    {
        Run[] runs = [.. new[] { 1.0, 2, 3, 4 }.Select((v, i) => Made(i, Named(("lr", i < 3 ? 0.1 : 0.2)), null, SeriesOf("m", MetricGoal.Maximize, v)))];
        RunMeasure[] measures = Measure(runs, "Parameters.lr");
        Assert.Equal([0.1, 0.2], measures.Select(m => m.Group["Parameters.lr"]));
        RunMeasure first = measures[0];
        Assert.Equal((3, 2.0, 1.0, 1.0, 2.0, 3.0), (first.Count, first.Mean, first.StandardDeviation, first.Min, first.Median, first.Max));

        // t(0.975, 2) = 4.302653 (Federighi, 1959), over the root of 3.
        Assert.Equal(2 - (4.302653 / Math.Sqrt(3)), first.ConfidenceLow!.Value, 1e-6);
        Assert.Equal(2 + (4.302653 / Math.Sqrt(3)), first.ConfidenceHigh!.Value, 1e-6);
        Assert.Equal((MetricGoal.Maximize, 0.95), (first.Goal, first.ConfidenceLevel));
        Assert.Equal((1, 4.0, null, null), (measures[1].Count, measures[1].Mean, measures[1].StandardDeviation, measures[1].ConfidenceLow));
    }

    [Fact]
    public void Missing_and_NaN_are_counted_and_left_out()
    {
        RunMeasure measure = Measure([Made(1, 1.0), Made(2, double.NaN), Made(3), Made(4, 3.0), Made(5)]).Single();
        Assert.Equal((2, 1, 2, 2.0), (measure.Count, measure.NaNCount, measure.MissingCount, measure.Mean));
        RunMeasure none = Measure([Made(1), Made(2, double.NaN)]).Single();
        Assert.Equal((0, 1, 1, null, null, null), (none.Count, none.NaNCount, none.MissingCount, none.Mean, none.Min, none.StandardDeviation));
    }

    [Fact]
    public void Groups_are_sorted_by_number_then_by_text_and_runs_without_the_key_are_last()
    {
        object?[] values = ["b", 10L, null, 2.5, "A", 10.0, true, 9L];
        Run[] runs = [.. values.Select((v, i) => Made(i, Named(("k", v)), null, SeriesOf("m", null, i))), Made(50, 1)];
        RunMeasure[] measures = Measure(runs, "parameters.k");
        Assert.Equal([true, 2.5, 9L, 10L, "A", "b", null], measures.Select(m => m.Group["parameters.k"]));
        Assert.Equal([1, 1, 1, 2, 1, 1, 2], measures.Select(m => m.Count));
    }

    [Fact]
    public void Several_keys_and_metrics_give_each_existing_combination()
    {
        Run[] runs =
        [
            Made(1, Named(("a", 1L), ("n", Named(("x", "p")))), Named(("quick", null)), SeriesOf("m", null, 1), SeriesOf("M2", null, 5)),
            Made(2, Named(("a", 1L), ("n", Named(("x", "q")))), null, SeriesOf("m", null, 2)),
            Made(3, Named(("a", 2L), ("n.x", "p")), null, SeriesOf("m", null, 3)),
        ];
        RunMeasure[] measures = Measure(runs, ["Parameters.a", "Parameters.'n.x'", "Tags.quick"], "m", "m2");
        Assert.Equal(
            ["1 p True m 1", "1 p True m2 1", "1 q  m 1", "1 q  m2 0", "2 p  m 1", "2 p  m2 0"],
            measures.Select(m => $"{string.Join(" ", m.Group.Values.Cast<object?>())} {m.Metric} {m.Count}"));
    }

    [Theory]
    [InlineData("Status", "Succeeded")]
    [InlineData("origin.host", "here")]
    [InlineData("GitBranch", "main")]
    [InlineData("Experiment", "iris")]
    [InlineData("Trial", null)]
    [InlineData("Namespace", null)]
    public void Properties_of_the_run_and_its_origin_are_keys_too(string key, string? value)
    {
        Run run = Made(1, 1) with { Origin = new() { Host = "here", GitBranch = "main" } };
        Assert.Equal(value, Measure([run], key).Single().Group[key]);
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("Parameters.")]
    [InlineData("Origin.lr")]
    [InlineData("")]
    [InlineData("'; DROP TABLE runs;--")]
    public void Anything_else_is_refused_with_what_there_is(string key)
    {
        TrackerException error = Expect.Refused("UnknownGroupKey", () => GroupKey.Parse(key, [Made(1, 1)]));
        Assert.Contains("Parameters.<name>", error.Message, StringComparison.Ordinal);
        Assert.Contains("Status", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lr", 0.1)]
    [InlineData("'LR'", 0.1)]
    [InlineData("opt.name", "sgd")]
    [InlineData("team", "blue")]
    [InlineData("Status", "Succeeded")]
    public void A_bare_name_is_a_property_or_else_a_parameter_or_a_tag(string key, object value)
    {
        Run run = Made(1, Named(("lr", 0.1), ("Status", "odd"), ("opt", Named(("name", "sgd")))), Named(("team", "blue")), SeriesOf("m", null, 1));
        Assert.Equal(value, Measure([run], key).Single().Group[key]);
    }

    [Fact]
    public void A_bare_name_of_a_parameter_and_a_tag_is_refused()
    {
        Run[] runs = [Made(1, Named(("team", 1L))), Made(2, null, Named(("TEAM", "x")))];
        Assert.Contains("Parameters.team or Tags.team", Expect.Refused("AmbiguousGroupKey", () => GroupKey.Parse("team", runs)).Message, StringComparison.Ordinal);
    }

    // ISO 8601: 2024-12-30 is a Monday and belongs to the first week of 2025.
    [Theory]
    [InlineData("Day", "2024-12-30")]
    [InlineData("week", "2025-W01")]
    [InlineData("Month", "2024-12")]
    public void A_period_is_that_of_the_local_start(string key, string value)
    {
        Run run = Made(1, 1) with { StartedAt = new DateTime(2024, 12, 30, 0, 0, 1, DateTimeKind.Local) };
        Assert.Equal(value, Measure([run], key).Single().Group[key]);
        Assert.Null(Measure([run with { StartedAt = null }], key).Single().Group[key]);
    }

    [Fact]
    public void The_best_value_needs_the_goal_of_the_runs()
    {
        Run[] runs = [Made(1, null, null, SeriesOf("m", MetricGoal.Minimize, 3, 1)), Made(2, null, null, SeriesOf("m", null, 4, 2))];
        Assert.Equal(1.5, RunMeasures.Of(runs, [], ["m"], MetricStatistic.Best, 0.95).Single().Mean);
        Expect.Refused("GoalUnknown", () => RunMeasures.Of([runs[1]], [], ["m"], MetricStatistic.Best, 0.95).ToArray());
    }

    private static RunMeasure[] Measure(Run[] runs, params string[] keys) => Measure(runs, keys, "m");

    private static RunMeasure[] Measure(Run[] runs, string[] keys, params string[] metrics) =>
        [.. RunMeasures.Of(runs, [.. keys.Select(k => GroupKey.Parse(k, runs))], metrics, MetricStatistic.Last, 0.95)];
}
