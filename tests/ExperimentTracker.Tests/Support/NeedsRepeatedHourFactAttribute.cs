namespace ExperimentTracker.Tests.Support;

/// <summary>A fact about the repeated hour at the end of daylight saving time. In a time zone without one, it is skipped with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NeedsRepeatedHourFactAttribute : FactAttribute
{
    public NeedsRepeatedHourFactAttribute()
    {
        if (RepeatedHour.Start is null) Skip = $"The local time zone, {TimeZoneInfo.Local.Id}, repeats no hour in 2024. Run with TZ=America/St_Johns.";
    }
}
