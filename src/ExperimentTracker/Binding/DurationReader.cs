using System.Management.Automation;
using ExperimentTracker.Values;

namespace ExperimentTracker.Binding;

/// <summary>Reads durations from values of every type. A number is a number of seconds.</summary>
internal static class DurationReader
{
    /// <summary>
    /// The text of a number that was written with a unit as an argument. PowerShell reads 30d as the decimal number 30, and keeps the text beside it. <see langword="null"/> for other values, and when
    /// the number was in a variable, where nothing is kept.
    /// </summary>
    public static string? Written(object? value) =>
        value is PSObject { BaseObject: decimal } wrapped && wrapped.ToString() is var text && text.EndsWith('d') ? text : null;

    /// <summary>Reads a duration.</summary>
    /// <returns><see langword="null"/>, or the reason why the value is not one, with what would be right.</returns>
    public static string? Read(object? value, out TimeSpan duration)
    {
        object? plain = Written(value) ?? PlainValue.Of(value);
        switch (plain)
        {
            case TimeSpan given:
                duration = given;
                return null;
            case string text:
                return DurationText.Read(text, out duration);
            default:
                duration = default;
                return NumberReader.Read(plain, out double seconds) is null
                    ? DurationText.FromSeconds(seconds, out duration)
                    : "is not a duration: write a number of seconds, or a [timespan]";
        }
    }
}
