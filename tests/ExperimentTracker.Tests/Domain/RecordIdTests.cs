using ExperimentTracker.Values;
using Microsoft.Extensions.Time.Testing;

namespace ExperimentTracker.Tests.Domain;

public sealed class RecordIdTests
{
    [Fact]
    public void A_generated_id_is_a_UUID_of_version_7_with_the_current_time()
    {
        var now = new DateTimeOffset(2031, 5, 6, 7, 8, 9, 123, TimeSpan.FromHours(2));
        string id = RecordId.New(new FakeTimeProvider(now));
        Assert.Matches("^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", id);
        Assert.Equal(now.ToUnixTimeMilliseconds(), Convert.ToInt64(id.Replace("-", "", StringComparison.Ordinal)[..12], 16));
    }

    [Fact]
    public void Generated_ids_differ_and_sort_by_time()
    {
        var clock = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromMilliseconds(1) };
        string[] ids = [.. Enumerable.Range(0, 1000).Select(_ => RecordId.New(clock))];
        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
        string[] many = [.. Enumerable.Range(0, 50_000).Select(_ => RecordId.New(TimeProvider.System))];
        Assert.Equal(many.Length, many.Distinct().Count());
        Assert.True(many.Select(RecordId.Shorten).Distinct().Count() > many.Length - 10, "The short id is the random tail.");
    }

    [Theory]
    [InlineData("0190b5a4-7c3e-7000-8000-0123456789ab", "456789ab")]
    [InlineData("run_17", "run_17")]
    [InlineData("this-id-has-thirty-six-characters-ok", "this-id-has-thirty-six-characters-ok")]
    public void The_short_form_is_the_tail_of_a_generated_id_and_all_of_a_chosen_one(string id, string shown) => Assert.Equal(shown, RecordId.Shorten(id));
}
