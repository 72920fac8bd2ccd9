namespace ExperimentTracker.Tests.Support;

/// <summary>The hour of 2024 that local clocks show twice.</summary>
public static class RepeatedHour
{
    /// <summary>The UTC time at which it starts for the first time; <see langword="null"/> if clocks do not change.</summary>
    public static DateTime? Start { get; } = Find();

    private static DateTime? Find()
    {
        var at = new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        for (; at.Year == 2024; at = at.AddMinutes(30))
        {
            if (TimeZoneInfo.Local.IsAmbiguousTime(at.ToLocalTime())) return at;
        }

        return null;
    }
}
