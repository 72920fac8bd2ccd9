using ExperimentTracker.Comparison;
using static ExperimentTracker.Tests.Support.MadeRuns;

namespace ExperimentTracker.Tests.Comparison;

public sealed class ParameterDifferencesTests
{
    [Fact]
    public void Parameters_differ_by_value_or_because_a_run_lacks_them()
    {
        Run[] runs =
        [
            Of(1, ("lr", 0.1), ("epochs", 20L), ("seed", 1L), ("opt", Values(("name", "sgd"), ("beta", 0.9)))),
            Of(2, ("LR", 0.2), ("epochs", 20.0), ("opt", Values(("name", "adam"), ("beta", 0.9)))),
        ];
        ParameterDifferences differences = ParameterDifferences.Of(runs);
        Assert.Equal(["lr=0.1", "seed=1", "opt.name=sgd"], differences.In(runs[0]).Select(p => FormattableString.Invariant($"{p.Key}={p.Value}")));
        Assert.Equal(["LR=0.2", "opt.name=adam"], differences.In(runs[1]).Select(p => FormattableString.Invariant($"{p.Key}={p.Value}")));
    }

    [Fact]
    public void One_run_and_equal_runs_do_not_differ()
    {
        Assert.True(ParameterDifferences.Of([Of(1, ("lr", 0.1))]).IsEmpty);
        Assert.True(ParameterDifferences.Of([Of(1, ("lr", 0.1)), Of(2, ("lr", 0.1))]).IsEmpty);
        Assert.True(ParameterDifferences.Of([]).IsEmpty);
    }

    private static Run Of(int number, params (string Name, object? Value)[] parameters) =>
        Made(number, Values(parameters));

    private static NamedValues Values(params (string Name, object? Value)[] entries) => new(entries.Select(e => KeyValuePair.Create(e.Name, e.Value)));
}
