using System.Globalization;
using System.Management.Automation;
using ExperimentTracker.Values;

namespace ExperimentTracker.Binding;

/// <summary>
/// Values that Export-Csv writes in the invariant culture. Export-Csv calls ToString, and a number or a date uses the culture of the session: 0,5 in
/// German, which PowerShell reads back as 5; −1 with a minus sign of Unicode in Swedish. So these values get their own ToString; they are still numbers and dates.
/// </summary>
internal static class PortableValue
{
    private static readonly PSCodeMethod ToText = new("ToString", typeof(PortableValue).GetMethod(nameof(Text))!);

    /// <summary>Returns the value unchanged, or with its own ToString.</summary>
    public static object? Of(object? value)
    {
        if (value is not (double or DateTime or < 0L)) return value; // some cultures have another minus sign
        var result = new PSObject(value);
        result.Methods.Add(ToText);
        return result;
    }

    /// <summary>Formats a value. PowerShell passes the object and the arguments of the caller: none, or a format or a culture, which then applies.</summary>
    public static string Text(PSObject value, params object?[] given) => given.Length == 0
        ? ValueText.Format(value.BaseObject)
        : ((IFormattable)value.BaseObject).ToString(
            given.OfType<string>().FirstOrDefault(), given.OfType<IFormatProvider>().FirstOrDefault() ?? CultureInfo.CurrentCulture);
}
