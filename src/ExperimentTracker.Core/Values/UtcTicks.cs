namespace ExperimentTracker.Values;

/// <summary>Timestamps as the store keeps them: ticks of 100 ns since 0001-01-01 in UTC (<see cref="DateTime.Ticks"/>).</summary>
public static class UtcTicks
{
    /// <summary>The current time of a clock, usually <c>IExperimentStore.Time</c>.</summary>
    public static long Now(TimeProvider time) => time.GetUtcNow().UtcTicks;

    /// <summary>Converts a date and time to UTC ticks. A value of unspecified kind is local time, as in PowerShell.</summary>
    public static long From(DateTime time) => time.Kind == DateTimeKind.Utc ? time.Ticks : time.ToUniversalTime().Ticks;

    /// <summary>Converts UTC ticks to local time.</summary>
    public static DateTime ToLocal(long ticks) => new DateTime(ticks, DateTimeKind.Utc).ToLocalTime();
}
