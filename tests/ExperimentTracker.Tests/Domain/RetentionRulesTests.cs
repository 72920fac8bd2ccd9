using ExperimentTracker.Rules;

namespace ExperimentTracker.Tests.Domain;

public sealed class RetentionRulesTests
{
    private static readonly DateTime Now = new(2026, 5, 1, 0, 0, 0, DateTimeKind.Utc);

    // Runs 0 to 5, each newer than the one before, which ended 60, 50, 40, 30, 20 and 10 days ago. E is Expired; otherwise the first letter of the reason.
    [Theory]
    [InlineData("last 2", "E E E E L L")]
    [InlineData("last 0", "E E E E E E")]
    [InlineData("last 9", "L L L L L L")]
    [InlineData("older 30", "E E E R R R")]
    [InlineData("best 2", "B E E E B E")]
    [InlineData("best 2, last 1, older 25", "B E E E B L")]
    [InlineData("older 25", "E E E E R R")]
    [InlineData("best 1, older 40", "B E R R R R")]
    public void A_run_is_kept_by_any_of_the_rules(string policy, string expected) => Assert.Equal(expected, Decide(policy, Six()));

    [Fact]
    public void What_has_not_ended_failed_or_has_no_value_is_none_of_the_best_and_displaces_none()
    {
        Run[] runs = Six();
        runs[1] = Of(1, -5) with { Status = RunStatus.Failed };
        runs[2] = Of(2, -9) with { Status = RunStatus.Running, EndedAt = null };
        runs[3] = Of(3, double.NaN);
        Assert.Equal("B E N E B E", Decide("best 2", runs));
        runs[5] = Of(5, 1) with { Status = RunStatus.Pending, EndedAt = null };
        Assert.Equal("E E N E L N", Decide("last 1", runs));
    }

    [Fact]
    public void What_is_held_stays_whatever_the_rules_say()
    {
        Run[] runs = Six();
        runs[0] = runs[0] with { Tags = new([new("Keep", "for the paper")]) };
        var facts = new RetentionFacts { Now = Now, OfModels = new HashSet<string> { "id-1" }, Inputs = new HashSet<string> { "id-2", "id-1" } };
        Assert.Equal("T M I E E E", Decide("last 0", runs, facts));
    }

    // 0 is the grandparent of 3, which is kept; 4 has a child in another experiment; 5 has a child that goes.
    [Fact]
    public void Ancestors_of_what_is_kept_stay_and_those_of_what_goes_do_not()
    {
        Run[] runs = Six();
        runs[3] = runs[3] with { Tags = new([new("keep", null)]) };
        var facts = new RetentionFacts
        {
            Now = Now,
            Parents = new Dictionary<string, string> { ["id-3"] = "id-1", ["id-1"] = "id-0", ["elsewhere"] = "id-4", ["id-2"] = "id-5" },
        };
        Assert.Equal("P P E T P E", Decide("last 0", runs, facts));
    }

    [Fact]
    public void A_circle_of_parents_ends()
    {
        var facts = new RetentionFacts { Now = Now, Parents = new Dictionary<string, string> { ["a"] = "b", ["b"] = "a" } };
        Assert.Equal("E E E E E L", Decide("last 1", Six(), facts));
    }

    [Theory]
    [InlineData(null, null, null, null, "no rule")]
    [InlineData(3, null, null, null, "-Metric")]
    [InlineData(null, "loss", 3, null, "-KeepBest")]
    [InlineData(-1, "loss", null, null, "negative")]
    [InlineData(null, null, null, -1.0, "negative")]
    public void A_policy_that_says_nothing_sensible_is_refused(int? best, string? metric, int? last, double? days, string why) => Assert.Contains(
        why,
        Expect.Refused("RetentionPolicyInvalid", () => RetentionRules.Check(new() { KeepBest = best, Metric = metric, KeepLast = last, OlderThan = days is { } d ? TimeSpan.FromDays(d) : null })).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_policy_is_read_as_it_was_written()
    {
        var policy = new RetentionPolicy { ExperimentId = "e", Experiment = "x", KeepBest = 0, Metric = "val/loss", KeepLast = 20, OlderThan = TimeSpan.FromDays(30.5), ArtifactsOnly = true };
        Assert.Equal(policy, RetentionRules.Read("e", "x", RetentionRules.Write(policy)));
        Assert.Equal("{\"keepLast\":20,\"olderThan\":\"30.00:00:00\"}", RetentionRules.Write(new() { KeepLast = 20, OlderThan = TimeSpan.FromDays(30) }));
        Assert.Equal("keep the last 20 and what ended in the last 30 days", $"{new RetentionPolicy { KeepLast = 20, OlderThan = TimeSpan.FromDays(30) }}");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("90 days")]
    [InlineData("{\"keepLast\":\"many\"}")]
    [InlineData("{\"keepLast\":5,\"keepFirst\":5}")]
    [InlineData("{}")]
    public void A_tag_with_another_content_is_an_error_and_removes_nothing(string? value) => Expect.Refused("RetentionPolicyInvalid", () => RetentionRules.Read("e", "x", value));

    private static Run[] Six() => [Of(0, 1), Of(1, 5), Of(2, 7), Of(3, 6), Of(4, 2), Of(5, 3)];

    private static Run Of(int number, double loss) => MadeRuns.Made(number, null, null, MadeRuns.SeriesOf("loss", MetricGoal.Minimize, loss)) with
    {
        EndedAt = Now.AddDays(-60 + (10 * number)).ToLocalTime(),
    };

    private static string Decide(string text, Run[] runs, RetentionFacts? facts = null)
    {
        var rules = text.Split(", ").Select(rule => rule.Split(' ')).ToDictionary(rule => rule[0], rule => int.Parse(rule[1], System.Globalization.CultureInfo.InvariantCulture));
        var policy = new RetentionPolicy
        {
            KeepBest = Number("best"),
            Metric = rules.ContainsKey("best") ? "loss" : null,
            KeepLast = Number("last"),
            OlderThan = Number("older") is { } days ? TimeSpan.FromDays(days) : null,
        };
        return string.Join(' ', RetentionRules.Decide(policy, runs, (facts ?? new() { Now = Now }) with { Goal = MetricGoal.Minimize }).Select(decision => $"{decision.Reason}"[0]));

        int? Number(string rule) => rules.TryGetValue(rule, out int number) ? number : null;
    }
}
