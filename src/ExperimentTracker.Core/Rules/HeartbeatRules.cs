namespace ExperimentTracker.Rules;

/// <summary>When a run of another host is orphaned, because its process has stopped recording heartbeats.</summary>
public static class HeartbeatRules
{
    /// <summary>The number of heartbeats that must be missed. One or two can be lost by a slow disk or a pause.</summary>
    public const int Missed = 5;

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>Returns the interval in whole seconds, rounded up.</summary>
    /// <exception cref="TrackerException"><c>InvalidHeartbeat</c>: shorter than a second or longer than a day.</exception>
    public static TimeSpan Check(TimeSpan interval) =>
        interval < Shortest || interval > Longest ? throw RunErrors.Heartbeat(interval) : TimeSpan.FromSeconds(Math.Ceiling(interval.TotalSeconds));

    /// <summary>Whether the heartbeat timeout has elapsed.</summary>
    /// <param name="last">The time of the last heartbeat.</param>
    /// <param name="interval">The interval of heartbeats.</param>
    /// <param name="now">The current time, in the same time zone.</param>
    public static bool IsOverdue(DateTime last, TimeSpan interval, DateTime now) => now - last > interval * Missed;
}
