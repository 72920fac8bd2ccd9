using System.Collections;
using System.Management.Automation;

namespace ExperimentTracker.Filters;

/// <summary>
/// Dates as instants, for the comparisons of a filter. PowerShell compares the clock times of two dates, whatever their time zones, and does not compare a
/// date with a <see cref="DateTimeOffset"/>.
/// </summary>
internal static class Instants
{
    /// <summary>
    /// Returns the operands with each date in UTC, if one of them is a date or a list of dates. Strings are converted to dates. A date without a time zone
    /// is in UTC if the other operand is, and else in local time.
    /// </summary>
    public static (object? Left, object? Right) Of(object? left, object? right, bool onlyDates)
    {
        if (onlyDates ? !(IsDate(left) && IsDate(right)) : !(HasDate(left) || HasDate(right))) return (left, right);
        return (Convert(left, IsUtc(right)), Convert(right, IsUtc(left)));
    }

    private static object? Convert(object? value, bool utc) => Plain(value) switch
    {
        DateTime time => ToUtc(time, utc),
        DateTimeOffset time => time.UtcDateTime,
        string text when LanguagePrimitives.TryConvertTo(text, out DateTime time) => ToUtc(time, utc),
        IList list => list.Cast<object?>().Select(item => Convert(item, utc)).ToArray(),
        _ => value,
    };

    private static DateTime ToUtc(DateTime time, bool utc) =>
        utc && time.Kind == DateTimeKind.Unspecified ? DateTime.SpecifyKind(time, DateTimeKind.Utc) : time.ToUniversalTime();

    private static bool HasDate(object? value) => IsDate(value) || (Plain(value) is IList list && list.Cast<object?>().Any(IsDate));

    private static bool IsDate(object? value) => Plain(value) is DateTime or DateTimeOffset;

    private static bool IsUtc(object? value) => Plain(value) is DateTime { Kind: DateTimeKind.Utc };

    private static object? Plain(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
