namespace ExperimentTracker.Rules;

/// <summary>When a run is taken for dead because its process, on another host, has stopped saying that it lives.</summary>
public static class HeartbeatRules
{
    /// <summary>So many heartbeats have to be missing: one or two are lost by a slow disk or a pause.</summary>
    public const int Missed = 5;

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>Returns the interval in whole seconds, rounded up.</summary>
    /// <exception cref="TrackerException"><c>InvalidHeartbeat</c>: shorter than a second or longer than a day.</exception>
    public static TimeSpan Check(TimeSpan interval) =>
        interval < Shortest || interval > Longest ? throw RunErrors.Heartbeat(interval) : TimeSpan.FromSeconds(Math.Ceiling(interval.TotalSeconds));

    /// <summary>Whether the last heartbeat is so long ago that there is nobody left to give one.</summary>
    /// <param name="last">The moment of the last one.</param>
    /// <param name="interval">How often one was to be given.</param>
    /// <param name="now">This moment, in the same kind of time.</param>
    public static bool IsOverdue(DateTime last, TimeSpan interval, DateTime now) => now - last > interval * Missed;
}
