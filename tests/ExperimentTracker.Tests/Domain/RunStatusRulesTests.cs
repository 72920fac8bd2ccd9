using ExperimentTracker.Rules;

namespace ExperimentTracker.Tests.Domain;

public sealed class RunStatusRulesTests
{
    [Theory]
    [InlineData("DONE", RunStatus.Succeeded)]
    [InlineData("SUCCESS", RunStatus.Succeeded)]
    [InlineData("completed", RunStatus.Succeeded)]
    [InlineData("Finished", RunStatus.Succeeded)]
    [InlineData("ERROR", RunStatus.Failed)]
    [InlineData("failure", RunStatus.Failed)]
    [InlineData("canceled", RunStatus.Cancelled)]
    [InlineData("cancelled", RunStatus.Cancelled)]
    [InlineData("running", RunStatus.Running)]
    [InlineData("STARTED", RunStatus.Running)]
    [InlineData("scheduled", RunStatus.Pending)]
    [InlineData("created", RunStatus.Pending)]
    [InlineData("aborted", RunStatus.Killed)]
    [InlineData(" Killed ", RunStatus.Killed)]
    public void A_value_of_another_tracker_is_accepted(string text, RunStatus status)
    {
        Assert.True(RunStatusRules.TryParse(text, out RunStatus read));
        Assert.Equal(status, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("2")]
    [InlineData("+2")]
    [InlineData("-1")]
    [InlineData("99")]
    [InlineData("Running, Failed")]
    [InlineData("Pending,Running")]
    [InlineData("doneish")]
    public void A_value_that_is_no_status_is_not_accepted(string text) => Assert.False(RunStatusRules.TryParse(text, out _));

    [Fact]
    public void Every_status_and_every_known_value_is_accepted()
    {
        Assert.All(Enum.GetNames<RunStatus>(), w => Assert.True(RunStatusRules.TryParse(w, out _)));
        Assert.All(RunStatusRules.KnownValues, w => Assert.True(RunStatusRules.TryParse(w.ToUpperInvariant(), out _)));
    }

    [Theory]
    [InlineData(RunStatus.Pending, false)]
    [InlineData(RunStatus.Running, false)]
    [InlineData(RunStatus.Succeeded, true)]
    [InlineData(RunStatus.Failed, true)]
    [InlineData(RunStatus.Cancelled, true)]
    [InlineData(RunStatus.Killed, true)]
    public void Four_statuses_are_ends(RunStatus status, bool ended) => Assert.Equal(ended, status.IsEnded());
}
