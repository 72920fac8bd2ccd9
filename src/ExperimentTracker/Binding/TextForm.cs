using System.Globalization;
using System.Management.Automation;
using System.Net.NetworkInformation;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace ExperimentTracker.Binding;

/// <summary>
/// The string form of values that are not numbers, dates or strings. A type has one if the string is the whole value: if parsing it returns an equal
/// value, or for the types that are listed here.
/// </summary>
internal static class TextForm
{
    private const RegexOptions Inline =
        RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.Singleline | RegexOptions.IgnorePatternWhitespace;

    /// <summary>Returns the string; <see langword="null"/> for a value that has none.</summary>
    public static string? Of(object value) => value switch
    {
        char or Enum or Guid or Uri or Version or FileSystemInfo or ScriptBlock or StringBuilder or PhysicalAddress => value.ToString(),
        Type type => type.ToString(),
        DateOnly or TimeOnly => ((IFormattable)value).ToString("O", CultureInfo.InvariantCulture),
        Regex regex => OfRegex(regex),
        XmlNode node => node.OuterXml,
        XObject node => node.ToString(),
        CultureInfo culture => culture.Name,
        TimeZoneInfo zone => zone.Id,
        Encoding encoding => encoding.WebName,
        _ => OfParsable(value),
    };

    // The options that a pattern can contain are written into it; with other options the pattern is not the whole value.
    private static string? OfRegex(Regex regex)
    {
        RegexOptions options = regex.Options & ~RegexOptions.Compiled;
        if ((options & ~Inline) != 0) return null;
        if (options == 0) return regex.ToString();
        var letters = new StringBuilder("(?");
        foreach ((RegexOptions option, char letter) in new[]
                 {
                     (RegexOptions.IgnoreCase, 'i'), (RegexOptions.Multiline, 'm'), (RegexOptions.ExplicitCapture, 'n'),
                     (RegexOptions.Singleline, 's'), (RegexOptions.IgnorePatternWhitespace, 'x'),
                 })
        {
            if (options.HasFlag(option)) letters.Append(letter);
        }

        return letters.Append(')').Append(regex).ToString();
    }

    private static string? OfParsable(object value)
    {
        Type type = value.GetType();
        const BindingFlags statics = BindingFlags.Public | BindingFlags.Static;
        MethodInfo? parse = type.GetMethod("Parse", statics, [typeof(string), typeof(IFormatProvider)]) ?? type.GetMethod("Parse", statics, [typeof(string)]);
        if (parse is null) return null;
        try
        {
            string? text = value is IFormattable formattable ? formattable.ToString(null, CultureInfo.InvariantCulture) : value.ToString();
            object? parsed = parse.Invoke(null, parse.GetParameters().Length == 2 ? [text, CultureInfo.InvariantCulture] : [text]);
            return value.Equals(parsed) ? text : null;
        }
        catch (TargetInvocationException)
        {
            // It does not parse what it prints.
            return null;
        }
    }
}
