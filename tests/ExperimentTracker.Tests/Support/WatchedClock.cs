using Microsoft.Extensions.Time.Testing;

namespace ExperimentTracker.Tests.Support;

/// <summary>A clock that advances only on request, and counts how often a wait reads it.</summary>
public sealed class WatchedClock() : FakeTimeProvider(System.GetUtcNow())
{
    private int reads;

    public override long GetTimestamp()
    {
        Interlocked.Increment(ref reads);
        return base.GetTimestamp();
    }

    /// <summary>Waits until it was read a number of times from now on.</summary>
    public void AwaitReads(int count)
    {
        int wanted = Volatile.Read(ref reads) + count;
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref reads) >= wanted, TimeSpan.FromSeconds(60)), "Nothing waits on the clock.");
    }
}
