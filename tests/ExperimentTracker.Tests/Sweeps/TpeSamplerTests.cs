using ExperimentTracker.Statistics;
using ExperimentTracker.Sweeps;

namespace ExperimentTracker.Tests.Sweeps;

/// <summary>On published test functions, the model-based strategy finds lower values than random search with as many trials.</summary>
public sealed class TpeSamplerTests
{
    private const int Seeds = 50;

    // L. C. W. Dixon and G. P. Szegö, Towards Global Optimization 2, 1978: the weights, exponents and centers of the Hartmann function of six variables.
    private static readonly double[] Alpha = [1, 1.2, 3, 3.2];
    private static readonly double[][] A = [[10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14]];
    private static readonly double[][] P =
    [
        [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886], [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
        [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650], [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
    ];

    private static readonly SweepDefinition OfBranin = new()
    {
        Strategy = SweepStrategy.Tpe,
        Count = 60,
        Metric = "f",
        Space = [new("x", new SweepRange { Minimum = -5, Maximum = 10 }), new("y", new SweepRange { Minimum = 0, Maximum = 15 })],
    };

    private static readonly SweepDefinition OfHartmann = new()
    {
        Strategy = SweepStrategy.Tpe,
        Count = 100,
        Metric = "f",
        Space = [.. Enumerable.Range(1, 6).Select(i => new SweepDimension($"x{i}", new SweepRange { Minimum = 0, Maximum = 1 }))],
    };

    [Fact]
    public void The_functions_have_their_published_minima()
    {
        Assert.Equal(0.397887, Branin([Math.PI, 2.275]), 1e-6);
        Assert.Equal(-3.32237, Hartmann([0.20169, 0.150011, 0.476874, 0.275332, 0.311652, 0.6573]), 1e-5);
    }

    [Fact]
    public void It_beats_random_search_on_Branin() => AssertBetter(OfBranin, Branin);

    [Fact]
    public void It_beats_random_search_on_Hartmann_6() => AssertBetter(OfHartmann, Hartmann);

    [Fact]
    public void It_maximises_as_it_minimises()
    {
        double lowest = Best(OfBranin with { Seed = 1 }, Branin, MetricGoal.Minimize);
        Assert.Equal(-lowest, Best(OfBranin with { Seed = 1 }, x => -Branin(x), MetricGoal.Maximize));
    }

    [Fact]
    public void It_finds_the_best_choice_and_the_best_integer()
    {
        SweepDefinition sweep = new()
        {
            Strategy = SweepStrategy.Tpe,
            Count = 80,
            Metric = "f",
            Space = [new("kind", ["a", "b", "c", "d", "e", "f"]), new("width", new SweepRange { Minimum = 1, Maximum = 1000, IsInteger = true, IsLog = true })],
        };
        var results = new List<SweepResult>();
        for (int i = 0; i < 80; i++)
        {
            NamedValues set = SweepSampler.Propose(sweep, i, results, MetricGoal.Minimize);
            double value = ((string)set["kind"]! == "d" ? 0 : 1) + Math.Abs(Math.Log((long)set["width"]! / 30.0));
            results.Add(new(set, value, IsComplete: true));
        }

        // A quarter of the values at random would be a sixth of the choices.
        Assert.True(results.Skip(40).Count(result => (string)result.Parameters["kind"]! == "d") > 25);
        Assert.True(results.Min(result => result.Value) < 0.15);
    }

    [Fact]
    public void Results_without_a_value_and_trials_that_run_are_avoided()
    {
        // Everything above the middle fails, and its neighbourhood is not proposed often.
        SweepDefinition sweep = OfBranin with { Space = [new("x", new SweepRange { Minimum = 0, Maximum = 1 })], Count = 60 };
        var results = new List<SweepResult>();
        for (int i = 0; i < 60; i++)
        {
            NamedValues set = SweepSampler.Propose(sweep, i, results, MetricGoal.Minimize);
            double x = (double)set["x"]!;
            results.Add(x > 0.5 ? new(set, i % 2 == 0 ? null : double.NaN, IsComplete: true) : new(set, 1 - x, IsComplete: true));
        }

        Assert.True(results.Skip(20).Count(result => result.HasValue) > 20);

        // Twenty workers that ask at the same time are not all sent to the same place.
        for (int i = 60; i < 80; i++) results.Add(new(SweepSampler.Propose(sweep, i, results, MetricGoal.Minimize), null, IsComplete: false));
        double[] running = [.. results.Skip(60).Select(result => (double)result.Parameters["x"]!)];
        Assert.True(running.Max() - running.Min() > 0.05);
        Assert.Equal(20, running.Distinct().Count());
    }

    private static void AssertBetter(SweepDefinition sweep, Func<double[], double> function)
    {
        double[] learned = [.. Enumerable.Range(1, Seeds).Select(seed => Best(sweep with { Seed = seed }, function, MetricGoal.Minimize))];
        double[] random = [.. Enumerable.Range(1, Seeds).Select(seed => Best(sweep with { Seed = seed, Strategy = SweepStrategy.Random }, function, MetricGoal.Minimize))];
        double p = MeanDifference.Welch(Sample.Of(random), Sample.Of(learned)).UpperP(random.Average() - learned.Average(), 0);
        Assert.True(p < 0.01, $"p = {p}: {learned.Average()} and {random.Average()} on average.");
    }

    private static double Best(SweepDefinition sweep, Func<double[], double> function, MetricGoal goal)
    {
        var results = new List<SweepResult>();
        for (int i = 0; i < sweep.Count; i++)
        {
            NamedValues set = SweepSampler.Propose(sweep, i, results, goal);
            results.Add(new(set, function([.. set.Pairs.Select(pair => (double)pair.Value!)]), IsComplete: true));
        }

        return goal == MetricGoal.Minimize ? results.Min(result => result.Value!.Value) : results.Max(result => result.Value!.Value);
    }

    // F. H. Branin, "Widely convergent method for finding multiple solutions of simultaneous nonlinear equations", IBM Journal of Research and Development 16, 1972.
    private static double Branin(double[] x)
    {
        double inner = x[1] - (5.1 / (4 * Math.PI * Math.PI) * x[0] * x[0]) + (5 / Math.PI * x[0]) - 6;
        return (inner * inner) + (10 * (1 - (1 / (8 * Math.PI))) * Math.Cos(x[0])) + 10;
    }

    private static double Hartmann(double[] x) => -Enumerable.Range(0, 4).Sum(i => Alpha[i] * Math.Exp(-Enumerable.Range(0, 6).Sum(j => A[i][j] * (x[j] - P[i][j]) * (x[j] - P[i][j]))));
}
