using ExperimentTracker.Comparison;
using static ExperimentTracker.Tests.Support.MadeRuns;
using static ExperimentTracker.Stress.StoreSteps;

namespace ExperimentTracker.Tests.Comparison;

public sealed class RunComparisonTests
{
    [Fact]
    public void Values_are_equal_as_for_the_parameter_hash_and_a_missing_one_is_a_difference()
    {
        RunComparison comparison = RunComparison.Of(
            [
                Made(1, Named(("epochs", 10L), ("lr", 0.1), ("only", 1L), ("nothing", null))),
                Made(2, Named(("epochs", 10.0), ("LR", 0.01))),
            ],
            []);
        Assert.False(Row(comparison, "epochs").IsDifferent);
        Assert.Equal((true, 0.01), (Row(comparison, "lr").IsDifferent, Row(comparison, "lr").Cells[1].Value));
        Assert.Equal((true, false), (Row(comparison, "only").IsDifferent, Row(comparison, "only").Cells[1].HasValue));
        Assert.Equal((true, true), (Row(comparison, "nothing").IsDifferent, Row(comparison, "nothing").Cells[0].HasValue));
        Assert.Equal(2, Row(comparison, "nothing").DistinctCount);
        Assert.Equal(1, Row(comparison, "epochs").DistinctCount);
        Assert.Single(comparison.Rows, r => r.Category == ComparisonCategory.Parameter && r.Name.Equals("lr", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Nested_parameters_have_dotted_names_and_none_hides_another_of_that_name()
    {
        RunComparison comparison = RunComparison.Of(
            [Made(1, Named(("o", Named(("lr", 0.1), ("name", "sgd"))), ("o.lr", 7L))), Made(2, Named(("o", Named(("lr", 0.2), ("name", "sgd")))))], []);
        Assert.Equal([0.1, 0.2], Row(comparison, "o.lr").Cells.Select(c => c.Value));
        Assert.Equal([7L, null], Row(comparison, "o.lr (2)").Cells.Select(c => c.Value));
        Assert.False(Row(comparison, "o.name").IsDifferent);
    }

    [Theory]
    [InlineData(MetricGoal.Maximize, 0.5, 0.6, 0.1, 0.2, true)]
    [InlineData(MetricGoal.Minimize, 0.5, 0.6, 0.1, 0.2, false)]
    [InlineData(MetricGoal.Minimize, -2, -3, -1.0, -0.5, true)]
    [InlineData(null, 0.5, 0.6, 0.1, 0.2, null)]
    [InlineData(MetricGoal.Maximize, 3, 3, 0.0, 0.0, null)]
    [InlineData(MetricGoal.Maximize, 0, 3, 3.0, null, true)]
    [InlineData(MetricGoal.Maximize, 0, 0, 0.0, 0.0, null)]
    [InlineData(MetricGoal.Maximize, 1, double.NaN, null, null, false)]
    [InlineData(MetricGoal.Minimize, double.NaN, 1, null, null, true)]
    [InlineData(MetricGoal.Minimize, double.NaN, double.NaN, null, null, null)]
    [InlineData(MetricGoal.Maximize, 1, double.PositiveInfinity, null, null, true)]
    [InlineData(MetricGoal.Maximize, double.PositiveInfinity, double.PositiveInfinity, 0.0, 0.0, null)]
    public void A_metric_has_its_difference_and_whether_it_is_better(
        MetricGoal? goal, double reference, double value, double? difference, double? relative, bool? isBetter)
    {
        ComparisonRow row = Row(RunComparison.Of([Made(1, reference, goal), Made(2, value, goal)], []), "m");
        Assert.Equal(difference ?? double.NaN, row.Difference ?? double.NaN, 1e-15);
        Assert.Equal(relative ?? double.NaN, row.RelativeDifference ?? double.NaN, 1e-15);
        Assert.Equal(isBetter, row.IsBetter);
        Assert.Equal((goal, !value.Equals(reference)), (row.Goal, row.IsDifferent));
    }

    [Fact]
    public void Of_many_runs_the_best_is_named_and_NaN_never_is()
    {
        RunComparison comparison = RunComparison.Of([Made(1, double.NaN), Made(2, 0.9), Made(3, 0.8), Made(4, 0.9), Made(5)], []);
        ComparisonRow row = Row(comparison, "m");
        Assert.Equal("iris/002", row.Best);
        Assert.Equal([null, true, true, true, null], row.Cells.Select(c => c.IsBetter));
        Assert.Null(row.Difference);
        Assert.Null(Row(RunComparison.Of([Made(1, 0.9), Made(2, 0.9)], []), "m").Best);
    }

    [Fact]
    public void Runs_that_disagree_on_the_goal_have_no_better_one()
    {
        ComparisonRow row = Row(RunComparison.Of([Made(1, 1, MetricGoal.Minimize), Made(2, 2, MetricGoal.Maximize)], []), "m");
        Assert.Equal((null, null, 1.0), (row.Goal, row.IsBetter, row.Difference));
    }

    [Fact]
    public void Another_number_of_the_series_can_be_compared_and_a_best_one_needs_a_goal()
    {
        Run[] runs = [Made(1, null, null, SeriesOf("a", MetricGoal.Minimize, 3, 1, 2), SeriesOf("b", null, 1, 2)), Made(2, null, null, SeriesOf("a", MetricGoal.Minimize, 5, 0, 9))];
        Assert.Equal([1.0, 0.0], Row(RunComparison.Of(runs, [], MetricStatistic.Best), "a").Cells.Select(c => c.Value));
        Assert.Equal([3.0, 9.0], Row(RunComparison.Of(runs, [], MetricStatistic.Max), "a").Cells.Select(c => c.Value));
        Assert.DoesNotContain(RunComparison.Of(runs, [], MetricStatistic.Best).Rows, r => r.Name == "b");
    }

    [Fact]
    public void Columns_are_paths_and_stay_apart_where_two_runs_have_one()
    {
        Run[] runs = [Made(1), Made(2) with { Number = 1, Project = "other" }, Made(3) with { Experiment = "IRIS", Number = 1 }, Made(4)];
        Assert.Equal(["iris/001 (id-1)", "iris/001 (id-2)", "IRIS/001 (id-3)", "iris/004"], RunColumns.NamesOf(runs));
        Assert.Equal(["iris/001", "iris/004"], RunColumns.NamesOf([runs[0], runs[3]]));
        Assert.Equal(4, Row(RunComparison.Of(runs, []), "Name").Values.Count);
    }

    [Fact]
    public void Inputs_are_the_same_when_they_are_the_same_record()
    {
        RunInput[] inputs =
        [
            Input("id-1", RunInputKind.Dataset, "d1", "iris", "train"), Input("id-2", RunInputKind.Dataset, "d1", "iris", "Train"),
            Input("id-1", RunInputKind.Artifact, "a1", "iris/000/m.bin"), Input("id-2", RunInputKind.Artifact, "a2", "iris/000/m.bin"),
            Input("id-1", RunInputKind.ModelVersion, "v1", "net/1"), Input("id-1", RunInputKind.ModelVersion, "v2", "net/2"),
        ];
        RunComparison comparison = RunComparison.Of([Made(1), Made(2)], inputs);
        Assert.False(Row(comparison, "Dataset train").IsDifferent);
        Assert.True(Row(comparison, "Artifact").IsDifferent);
        Assert.Equal(["iris/000/m.bin (a1)", "iris/000/m.bin (a2)"], Row(comparison, "Artifact").Cells.Select(c => c.Value));
        Assert.Equal(new object[] { "net/1", "net/2" }, Row(comparison, "ModelVersion").Cells[0].Value);
    }

    [Fact]
    public void Code_and_environment_are_compared_and_an_unknown_state_is_not_a_clean_one()
    {
        Run first = Made(1) with { Origin = new() { GitCommit = "abc", GitDirty = false, Host = "one", User = "" } };
        Run second = Made(2) with { Origin = new() { GitCommit = "abc", Host = "two", User = null }, Status = RunStatus.Failed };
        RunComparison comparison = RunComparison.Of([first, second], []);
        Assert.False(Row(comparison, "GitCommit").IsDifferent);
        Assert.True(Row(comparison, "GitDirty").IsDifferent);
        Assert.True(Row(comparison, "Host").IsDifferent);
        Assert.DoesNotContain(comparison.Rows, r => r.Name == "User");
        Assert.Equal(["Succeeded", "Failed"], Row(comparison, "Status").Cells.Select(c => c.Value));
    }

    [Fact]
    public void Rows_are_sorted_by_category_and_name_whichever_run_is_first()
    {
        Run one = Made(1, Named(("b", 1L), ("C", 1L)), Named(("t", null)), SeriesOf("m", null, 1));
        Run two = Made(2, Named(("a", 1L), ("c", 1L)), Named(("t", "x")), SeriesOf("a", null, 1));
        string[] names = ["a", "b", "c", "a", "m", "t"];
        Assert.Equal(names, Order(one, two));
        Assert.Equal(names, Order(two, one));
        Assert.Equal([true, "x"], RunComparison.Of([one, two], []).Rows.Single(r => r.Category == ComparisonCategory.Tag).Cells.Select(c => c.Value));

        static IEnumerable<string> Order(Run a, Run b) => RunComparison.Of([a, b], []).Rows
            .Where(r => r.Category is ComparisonCategory.Parameter or ComparisonCategory.Metric or ComparisonCategory.Tag).Select(r => r.Name.ToLowerInvariant());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Fewer_than_two_runs_are_no_comparison(int count) => Expect.Refused(
        "TooFewRuns", () => RunComparison.Of([.. Enumerable.Range(0, count).Select(i => Made(i))], []));

    private static RunInput Input(string run, RunInputKind kind, string id, string name, string? role = null) =>
        new() { RunId = run, Run = run, Kind = kind, TargetId = id, Name = name, Role = role, CreatedAt = DateTime.Now };

    private static ComparisonRow Row(RunComparison comparison, string name) => comparison.Rows.Single(r => r.Name == name);
}
