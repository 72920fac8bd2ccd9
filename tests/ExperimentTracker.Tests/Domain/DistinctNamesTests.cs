using ExperimentTracker.Json;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Tests.Domain;

public class DistinctNamesTests
{
    [Fact]
    public void Two_names_that_differ_by_case_are_one()
    {
        var error = Assert.Throws<TrackerException>(() => DistinctNames.Check("-Metric", ["Loss", "acc", "loss"]));
        Assert.Equal("NamesCollide", error.ErrorId);
        Assert.Equal("loss", error.Target);
        Assert.Contains("'Loss' and 'loss'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dotted_parameter_is_the_parameter_within_an_object()
    {
        NamedValues nested = Map(("b", 2L));
        Assert.Equal("NamesCollide", Assert.Throws<TrackerException>(() => DistinctNames.CheckParameters(Map(("a.B", 1L), ("a", nested)))).ErrorId);
        DistinctNames.CheckParameters(Map(("a.c", 1L), ("a", nested)));
    }

    [Fact]
    public void Parameters_that_share_a_name_do_not_share_a_hash()
    {
        string[] hashes =
        [
            ParameterHash.Compute(Map(("Lr", 1L), ("lr", 2L))), ParameterHash.Compute(Map(("lr", 2L))), ParameterHash.Compute(Map(("lr", 1L))),
            ParameterHash.Compute(Map(("Lr", 2L), ("lr", 1L))),
        ];
        Assert.Equal(hashes.Length, hashes.Distinct().Count());
    }

    [Theory]
    [InlineData(1152921504606847000L, 1152921504606846976.0)]
    [InlineData(9007199254740993L, 9007199254740992.0)]
    public void An_integer_does_not_share_the_hash_of_the_floating_point_number_beside_it(long integer, double number) =>
        Assert.NotEqual(ParameterHash.Compute(Map(("n", integer))), ParameterHash.Compute(Map(("n", number))));

    private static NamedValues Map(params (string Name, object? Value)[] entries) => new(entries.Select(e => KeyValuePair.Create(e.Name, e.Value)));
}
