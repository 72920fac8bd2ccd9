using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace ExperimentTracker.Storage.Runs;

/// <summary>
/// Measures the runs that this process starts with the monotonic counter of the clock, which does not change when the clock is set. A run that ends after
/// the clock was set back ends its measured duration after its start, and not before it.
/// </summary>
internal static class RunTimers
{
    // The clock is adjusted by small amounts all the time, and the counter does not run while a computer is suspended: only a clock that lost time was set.
    private static readonly long Tolerance = TimeSpan.TicksPerSecond;

    private static readonly ConditionalWeakTable<TimeProvider, ConcurrentDictionary<string, (long StartedAt, long Timestamp)>> Running = [];

    /// <summary>Starts measuring a run.</summary>
    public static void Start(TimeProvider time, string id, long startedAt) => Running.GetOrCreateValue(time)[id] = (startedAt, time.GetTimestamp());

    /// <summary>Returns the end of a run in UTC ticks, and stops measuring it.</summary>
    public static long End(TimeProvider time, string id, long? startedAt, long now)
    {
        if (!Running.GetOrCreateValue(time).TryRemove(id, out var timer) || timer.StartedAt != startedAt) return now;
        long measured = timer.StartedAt + time.GetElapsedTime(timer.Timestamp).Ticks;
        return measured - now > Tolerance ? measured : now;
    }
}
