using Microsoft.Extensions.Time.Testing;

namespace ExperimentTracker.Tests.Support;

/// <summary>A clock that stands, and tells how often somebody who waits has looked at it.</summary>
public sealed class WatchedClock() : FakeTimeProvider(System.GetUtcNow())
{
    private int looks;

    public override long GetTimestamp()
    {
        Interlocked.Increment(ref looks);
        return base.GetTimestamp();
    }

    /// <summary>Waits until it was looked at so often from now on.</summary>
    public void AwaitLooks(int count)
    {
        int wanted = Volatile.Read(ref looks) + count;
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref looks) >= wanted, TimeSpan.FromSeconds(60)), "Nobody waits.");
    }
}
