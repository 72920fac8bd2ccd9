using System.Globalization;
using ExperimentTracker.Values;

namespace ExperimentTracker.Charts;

/// <summary>An axis of date and time, labelled in local time at full seconds, minutes, hours, days, months or years.</summary>
internal sealed class TimeAxis(long first, long last) : PointAxis(first, last)
{
    private static readonly TimeSpan[] Intervals =
    [
        .. new[] { 1, 2, 5, 10, 20, 50, 100, 200, 500 }.Select(n => TimeSpan.FromMilliseconds(n)),
        .. new[] { 1, 2, 5, 10, 15, 30 }.Select(n => TimeSpan.FromSeconds(n)),
        .. new[] { 1, 2, 5, 10, 15, 30 }.Select(n => TimeSpan.FromMinutes(n)),
        .. new[] { 1, 2, 3, 6, 12 }.Select(n => TimeSpan.FromHours(n)),
        .. new[] { 1, 2, 7, 14 }.Select(n => TimeSpan.FromDays(n)),
    ];

    private static readonly int[] Months = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200];

    /// <inheritdoc/>
    public override string Title => TimeSpan.FromTicks(Last - First).TotalDays switch
    {
        < 1 => UtcTicks.ToLocal(First).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        < 400 => UtcTicks.ToLocal(First).ToString("yyyy", CultureInfo.InvariantCulture),
        _ => "time",
    };

    /// <inheritdoc/>
    public override AxisTick[] Ticks(int count, IFormatProvider culture)
    {
        var apart = TimeSpan.FromTicks((Last - First) / count);
        TimeSpan interval = Intervals.FirstOrDefault(i => i >= apart);
        IEnumerable<DateTime> places = interval > TimeSpan.Zero ? Every(interval) : EveryMonths(Months.FirstOrDefault(m => m * 30.4 >= apart.TotalDays, Months[^1]));
        string format = interval == TimeSpan.Zero ? "yyyy-MM"
            : interval >= TimeSpan.FromDays(1) ? "MM-dd"
            : interval >= TimeSpan.FromMinutes(1) ? (Last - First >= TimeSpan.TicksPerDay ? "MM-dd HH:mm" : "HH:mm")
            : interval >= TimeSpan.FromSeconds(1) ? "HH:mm:ss"
            : "HH:mm:ss.fff";
        AxisTick[] ticks =
        [
            .. places.Select(local => (At: UtcTicks.From(local), Label: local.ToString(format, CultureInfo.InvariantCulture)))
                .Where(p => p.At >= First && p.At <= Last)
                .Select(p => new AxisTick(ShareOf(p.At), p.Label)),
        ];
        return ticks.Length > 0 ? ticks : [new AxisTick(ShareOf(First), UtcTicks.ToLocal(First).ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture))];
    }

    // Counted from local midnight, or from a local Monday, so that hours are full hours and weeks start on Monday.
    private IEnumerable<DateTime> Every(TimeSpan interval)
    {
        DateTime from = DateTime.SpecifyKind(UtcTicks.ToLocal(First), DateTimeKind.Unspecified);
        DateTime to = DateTime.SpecifyKind(UtcTicks.ToLocal(Last), DateTimeKind.Unspecified);
        for (DateTime at = new(from.Ticks - (from.Ticks % interval.Ticks)); at <= to; at += interval)
        {
            if (!TimeZoneInfo.Local.IsInvalidTime(at)) yield return at;
        }
    }

    private IEnumerable<DateTime> EveryMonths(int months)
    {
        DateTime to = UtcTicks.ToLocal(Last);
        int month = UtcTicks.ToLocal(First).Year * 12 / months * months;
        for (; month / 12 <= Math.Min(to.Year, 9998); month += months)
        {
            if (month >= 12) yield return new DateTime(month / 12, (month % 12) + 1, 1);
        }
    }
}
