using System.Collections;
using System.Globalization;
using System.Management.Automation;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Binding;

/// <summary>Reads names from keys of hashtables and from properties. A list or an object is not a name: its string could be that of another one.</summary>
internal static class NameReader
{
    /// <summary>Reads a name; <see langword="null"/> for every kind of null.</summary>
    /// <param name="place">Where it was given, at the start of a sentence.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="TrackerException"><c>InvalidName</c>.</exception>
    public static string? Read(string place, object? value) => value is string name ? name : PlainValue.Of(value) switch
    {
        null => null,
        string text => text,
        DateTime time => time.ToString("O", CultureInfo.InvariantCulture),
        PSObject or IDictionary or IEnumerable => throw ValueErrors.Name(place, $"{place}: a list or an object is not a name. Write a string."),
        IFormattable plain => plain.ToString(null, CultureInfo.InvariantCulture),
        var other => other.ToString(),
    };
}
