using ExperimentTracker.Rules;

namespace ExperimentTracker.Tests.Domain;

public sealed class HeartbeatRulesTests
{
    [Theory]
    [InlineData(0, false)]
    [InlineData(40, false)]
    [InlineData(50, false)]
    [InlineData(50.0000001, true)]
    [InlineData(51, true)]
    [InlineData(-60, false)]
    public void Five_heartbeats_can_be_missed_and_no_more(double seconds, bool isOverdue)
    {
        var last = new DateTime(2026, 3, 4, 5, 6, 7, DateTimeKind.Utc);
        Assert.Equal(isOverdue, HeartbeatRules.IsOverdue(last, TimeSpan.FromSeconds(10), last.AddTicks((long)Math.Round(seconds * TimeSpan.TicksPerSecond))));
    }
}
