using System.Globalization;
using System.Management.Automation;
using ExperimentTracker.Values;

namespace ExperimentTracker.Binding;

/// <summary>
/// Values that Export-Csv writes the same in every culture. It asks a value for its text, and a number or a date answers in the session's
/// culture: 0,5 in German, which PowerShell reads back as 5. So these bring a ToString of their own; they stay numbers and dates.
/// </summary>
internal static class PortableValue
{
    private static readonly PSCodeMethod ToText = new("ToString", typeof(PortableValue).GetMethod(nameof(Text))!);

    /// <summary>The value, as it is or with a ToString of its own.</summary>
    public static object? Of(object? value)
    {
        if (value is not (double or DateTime)) return value;
        var result = new PSObject(value);
        result.Methods.Add(ToText);
        return result;
    }

    /// <summary>
    /// The text of a value. PowerShell calls it with the object and what the caller gave: nothing, or a format or a culture, which are then
    /// what counts.
    /// </summary>
    public static string Text(PSObject value, params object?[] given) => given.Length == 0
        ? ValueText.Format(value.BaseObject)
        : ((IFormattable)value.BaseObject).ToString(
            given.OfType<string>().FirstOrDefault(), given.OfType<IFormatProvider>().FirstOrDefault() ?? CultureInfo.CurrentCulture);
}
