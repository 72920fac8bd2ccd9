using ExperimentTracker.Comparison;
using ExperimentTracker.Statistics;
using MathNet.Numerics.Statistics;

namespace ExperimentTracker.Tests.Comparison;

public sealed class ParameterImportanceTests
{
    [Theory]
    [InlineData(new double[] { 106, 100, 86, 101, 99, 103, 97, 113, 112, 110 }, new double[] { 7, 27, 2, 50, 28, 29, 20, 12, 6, 17 })]
    [InlineData(new double[] { 1, 2, 2, 3, 3, 3, 4 }, new double[] { 7, 7, 5, 5, 5, 1, 1 })]
    [InlineData(new double[] { 1e300, -1e300, 0, 5 }, new double[] { 2, 1, 1, 2 })]
    public void The_rank_correlation_is_that_of_another_library(double[] x, double[] y) =>
        Assert.Equal(Correlation.Spearman(x, y), RankCorrelation.Of(x, y)!.Value, 12);

    [Fact]
    public void The_rank_correlation_is_that_of_the_textbook()
    {
        // −29/165, the example of an article about it: no two values are equal, so that 1 − 6 Σd² / n(n² − 1) is exact.
        Assert.Equal(-29.0 / 165, RankCorrelation.Of([106, 100, 86, 101, 99, 103, 97, 113, 112, 110], [7, 27, 2, 50, 28, 29, 20, 12, 6, 17])!.Value, 12);
        Assert.Null(RankCorrelation.Of([1, 1, 1], [1, 2, 3]));
    }

    [Fact]
    public void The_parameters_that_make_the_metric_are_found_in_their_order()
    {
        var random = new Random(5);
        Run[] runs = [.. Enumerable.Range(0, 300).Select(i =>
        {
            double lr = random.NextDouble();
            string optimizer = new[] { "adam", "sgd", "lion" }[random.Next(3)];
            double value = (10 * lr) + (optimizer == "sgd" ? 4 : 0) + (random.NextDouble() / 10);
            return MadeRuns.Made(
                i, StoreSteps.Named(("lr", lr), ("optimizer", optimizer), ("seed", (long)i), ("noise", random.NextDouble()), ("same", 1L)), null, MadeRuns.SeriesOf("m", null, value));
        })];
        IReadOnlyList<ParameterImportance> found = ParameterImportance.Of(runs, "m");
        Assert.Equal(["lr", "optimizer"], found.Take(2).Select(f => f.Name));
        Assert.DoesNotContain(found, f => f.Name == "same");
        Assert.Equal(1, found.Sum(f => f.Importance), 9);

        // The variances that they contribute are 100/12 and 16·2/9.
        double share = 100.0 / 12 / ((100.0 / 12) + (32.0 / 9));
        Assert.InRange(found[0].Importance, share - 0.12, share + 0.12);
        Assert.InRange(found.Skip(2).Sum(f => f.Importance), 0, 0.05);
        Assert.Equal((true, false), (found[0].IsNumeric, found[1].IsNumeric));
        Assert.Null(found[1].Correlation);
        double[] rates = [.. runs.Select(r => (double)r.Parameters["lr"]!)], values = [.. runs.Select(r => (double)r.Metrics["m"]!)];
        Assert.Equal(Correlation.Spearman(rates, values), found[0].Correlation!.Value, 9);
        Assert.Equal(found, ParameterImportance.Of(runs, "m"));
    }

    [Fact]
    public void An_interaction_that_no_rank_correlation_sees_is_found()
    {
        var random = new Random(7);
        Run[] runs = [.. Enumerable.Range(0, 400).Select(i =>
        {
            double a = random.NextDouble() - 0.5, b = random.NextDouble() - 0.5;
            return MadeRuns.Made(i, StoreSteps.Named(("a", a), ("b", b), ("c", random.NextDouble())), null, MadeRuns.SeriesOf("m", null, Math.Sign(a * b)));
        })];
        IReadOnlyList<ParameterImportance> found = ParameterImportance.Of(runs, "m");
        Assert.Equal(["a", "b"], found.Take(2).Select(f => f.Name).Order(StringComparer.Ordinal));
        Assert.All(found.Take(2), f => Assert.InRange(Math.Abs(f.Correlation!.Value), 0, 0.2));
    }

    [Fact]
    public void Too_few_runs_and_values_that_are_not_finite_say_nothing()
    {
        Assert.Empty(ParameterImportance.Of([.. Enumerable.Range(0, 9).Select(i => MadeRuns.Made(i, StoreSteps.Named(("lr", i / 10.0)), null, MadeRuns.SeriesOf("m", null, i)))], "m"));
        Assert.Empty(ParameterImportance.Of([.. Enumerable.Range(0, 20).Select(i => MadeRuns.Made(i, StoreSteps.Named(("lr", i / 10.0)), null, MadeRuns.SeriesOf("m", null, double.NaN)))], "m"));
        Run[] missing = [.. Enumerable.Range(0, 20).Select(i => MadeRuns.Made(i, i % 2 == 0 ? StoreSteps.Named(("lr", i / 10.0)) : NamedValues.Empty, null, MadeRuns.SeriesOf("m", null, i % 2)))];
        Assert.Equal(1, ParameterImportance.Of(missing, "m").Single().Importance, 9);
    }
}
