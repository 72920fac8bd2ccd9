using ExperimentTracker.Sweeps;

namespace ExperimentTracker.Tests.Sweeps;

public sealed class SweepSamplerTests
{
    private static readonly SweepRange Rate = new() { Minimum = 1e-4, Maximum = 1, IsLog = true };

    [Fact]
    public void Random_numbers_are_those_of_the_published_generator()
    {
        // The output of the demonstration program of pcg-c-basic 0.9 for pcg32_srandom(42, 54).
        var random = new Pcg32(42, 54);
        Assert.Equal([0xa15c02b7, 0x7b47f409, 0xba1d3330, 0x83d2f293, 0xbfa4784b, 0xcbed606e], Enumerable.Range(0, 6).Select(_ => random.Next()));
    }

    [Fact]
    public void A_grid_has_all_combinations_once_and_the_last_name_changes_fastest()
    {
        SweepDefinition grid = new()
        {
            Space =
            [
                new("l2", [0L, 0.001]),
                new("lr", new SweepRange { Minimum = 0.01, Maximum = 1, IsLog = true, Points = 3 }),
                new("layers", new SweepRange { Minimum = 2, Maximum = 3, IsInteger = true }),
            ],
        };
        Assert.Equal(12, grid.Check().Total);
        string[] sets = [.. Enumerable.Range(0, 12).Select(i => Propose(grid, i).ToString())];
        Assert.Equal(12, sets.Distinct().Count());
        Assert.Equal(["l2=0; lr=0.01; layers=2", "l2=0; lr=0.01; layers=3", "l2=0; lr=0.1; layers=2"], sets[..3]);
        Assert.Equal("l2=0.001; lr=1; layers=3", sets[11]);
    }

    [Theory]
    [InlineData(SweepStrategy.Random)]
    [InlineData(SweepStrategy.Sobol)]
    public void Values_are_spread_over_the_whole_range_and_in_it(SweepStrategy strategy)
    {
        SweepDefinition sweep = new()
        {
            Strategy = strategy,
            Count = 2000,
            Seed = 7,
            Space = [new("lr", Rate), new("width", new SweepRange { Minimum = 1, Maximum = 4, IsInteger = true }), new("kind", ["a", "b", "c"]), new("drop", new SweepRange { Minimum = -1, Maximum = 1 })],
        };
        NamedValues[] sets = [.. Enumerable.Range(0, 2000).Select(i => Propose(sweep, i))];
        Assert.All(sets, set => Assert.InRange((double)set["lr"]!, 1e-4, 1));

        // A quarter of the values is in each of four decades, and in each of four integers; a third has each choice. Four standard errors are 0.04.
        Assert.All(Enumerable.Range(0, 4), decade => Assert.InRange(sets.Count(set => Math.Floor(Math.Log10((double)set["lr"]!)) == decade - 4) / 2000.0, 0.21, 0.29));
        Assert.All(Enumerable.Range(1, 4), width => Assert.InRange(sets.Count(set => (long)set["width"]! == width) / 2000.0, 0.21, 0.29));
        Assert.All(new[] { "a", "b", "c" }, kind => Assert.InRange(sets.Count(set => (string)set["kind"]! == kind) / 2000.0, 0.29, 0.375));
        Assert.InRange(sets.Average(set => (double)set["drop"]!), -0.06, 0.06);
        Assert.All(sets, set => Assert.InRange(set["drop"]!.ToString()!.Length, 1, 9)); // readable
    }

    [Fact]
    public void A_seed_gives_the_same_values_each_time_and_another_seed_others()
    {
        SweepDefinition sweep = new() { Strategy = SweepStrategy.Random, Count = 50, Seed = 3, Space = [new("lr", Rate)] };
        Assert.Equal(Propose(sweep, 17), Propose(sweep, 17));
        Assert.NotEqual(Propose(sweep, 17), Propose(sweep, 18));
        Assert.NotEqual(Propose(sweep, 17), Propose(sweep with { Seed = 4 }, 17));

        // Calculated in Python from the definitions of the generators. A later version or another platform that gives other values would not continue a sweep as it began.
        Assert.Equal([0.00135913, 0.00104766, 0.0581735], Enumerable.Range(0, 3).Select(i => (double)Propose(sweep, i)["lr"]!));
    }

    [Fact]
    public void A_Sobol_sequence_without_a_seed_begins_at_the_lowest_values_and_goes_to_the_middle()
    {
        SweepDefinition sweep = new() { Strategy = SweepStrategy.Sobol, Count = 4, Space = [new("lr", Rate), new("drop", new SweepRange { Minimum = 0, Maximum = 1 })] };
        Assert.Equal(["lr=0.0001; drop=0", "lr=0.01; drop=0.5", "lr=0.1; drop=0.25"], Enumerable.Range(0, 3).Select(i => Propose(sweep, i).ToString()));
    }

    [Fact]
    public void A_definition_is_read_from_the_parameters_of_its_run_as_it_was()
    {
        SweepDefinition sweep = new()
        {
            Strategy = SweepStrategy.Tpe,
            Count = 30,
            Seed = 5,
            Repeat = 3,
            Metric = "val/loss",
            Goal = MetricGoal.Minimize,
            Space = [new("kind", ["a", new NamedValues([new("inner", 1L)])]), new("layers", new SweepRange { Minimum = 2, Maximum = 9, IsInteger = true, Points = 3 }), new("lr", Rate)],
        };
        SweepDefinition read = SweepDefinition.Of(MadeRuns.Made(1, new NamedValues([new("sweep", sweep.ToValues()), new("epochs", 5L)])))!;
        Assert.Equal(sweep.ToValues(), read.ToValues());
        Assert.Equal((90, MetricGoal.Minimize, Rate), (read.Total, read.Goal, read.Space[2].Range));
    }

    [Theory]
    [InlineData("begins above its end", 2, 1, false, false)]
    [InlineData("does not begin above 0", 0, 1, true, false)]
    [InlineData("not an integer", 0.5, 1, false, true)]
    [InlineData("not a finite number", double.NaN, 1, false, false)]
    public void A_range_that_is_not_valid_is_an_error_that_says_why(string why, double minimum, double maximum, bool log, bool integer)
    {
        TrackerException error = Assert.Throws<TrackerException>(() => new SweepDimension("lr", new SweepRange { Minimum = minimum, Maximum = maximum, IsLog = log, IsInteger = integer }));
        Assert.Equal("InvalidSweep", error.ErrorId);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sweep_that_is_not_valid_is_an_error_that_says_why()
    {
        Refused("needs a space", new());
        Refused("needs a number of values", new() { Space = [new("lr", Rate)] });
        Refused("-Count 50", new() { Strategy = SweepStrategy.Random, Space = [new("lr", Rate)] });
        Refused("-Best", new() { Strategy = SweepStrategy.Tpe, Count = 5, Space = [new("lr", Rate)] });
        Refused("has a parameter of this name", new() { Repeat = 2, Space = [new("SEED", [1L])] });
        Refused("more than", new() { Space = [.. Enumerable.Range(0, 40).Select(i => new SweepDimension($"p{i}", [1L, 2L, 3L]))] });
        Refused("at most 64", new() { Strategy = SweepStrategy.Sobol, Count = 5, Space = [.. Enumerable.Range(0, 65).Select(i => new SweepDimension($"p{i}", [1L, 2L]))] });

        static void Refused(string why, SweepDefinition sweep) => Assert.Contains(why, Assert.Throws<TrackerException>(() => sweep.Check()).Message, StringComparison.Ordinal);
    }

    private static NamedValues Propose(SweepDefinition sweep, int index) => SweepSampler.Propose(sweep, index, [], MetricGoal.Minimize);
}
