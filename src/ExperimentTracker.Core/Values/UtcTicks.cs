namespace ExperimentTracker.Values;

/// <summary>Moments as the store keeps them: ticks of 100 ns since 0001-01-01 in UTC (<see cref="DateTime.Ticks"/>).</summary>
public static class UtcTicks
{
    /// <summary>This moment by a clock, as a rule <c>IExperimentStore.Time</c>.</summary>
    public static long Now(TimeProvider time) => time.GetUtcNow().UtcTicks;

    /// <summary>The moment in UTC; a value of unspecified kind is taken as local time, as PowerShell means it.</summary>
    public static long From(DateTime moment) => moment.Kind == DateTimeKind.Utc ? moment.Ticks : moment.ToUniversalTime().Ticks;

    /// <summary>The moment in local time.</summary>
    public static DateTime ToLocal(long ticks) => new DateTime(ticks, DateTimeKind.Utc).ToLocalTime();
}
