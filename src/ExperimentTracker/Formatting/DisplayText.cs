using System.Collections;
using System.Globalization;
using ExperimentTracker.Values;

namespace ExperimentTracker.Formatting;

/// <summary>Formats values for tables. Called by the format file.</summary>
public static partial class DisplayText
{
    private const int ShortDigits = 4;
    private const int ColumnWidth = 10;
    private const string LineEnd = " ⏎ ";

    /// <summary>
    /// The age of a date: <c>just now</c>, <c>5 min ago</c>, <c>3 days ago</c>; <c>in 3 days</c> for one in the future, which a clock that is wrong records; the
    /// date itself beyond a month.
    /// </summary>
    public static string Age(DateTime? time) => Age(time, TimeProvider.System);

    /// <summary>The age of a date according to a clock.</summary>
    public static string Age(DateTime? time, TimeProvider clock)
    {
        if (time is not { } then) return "";
        TimeSpan age = clock.GetUtcNow().UtcDateTime - then.ToUniversalTime();
        string? distance = age.Duration() switch
        {
            { TotalSeconds: < 10 } => "",
            { TotalMinutes: < 1 } => $"{(int)Math.Abs(age.TotalSeconds)} s",
            { TotalHours: < 1 } => $"{(int)Math.Abs(age.TotalMinutes)} min",
            { TotalDays: < 1 } => $"{(int)Math.Abs(age.TotalHours)} h",
            { TotalDays: < 31 } => (int)Math.Abs(age.TotalDays) is var days && days == 1 ? "1 day" : $"{days} days",
            _ => null,
        };
        return distance switch
        {
            null => then.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            "" => "just now",
            _ => age < TimeSpan.Zero ? $"in {distance}" : $"{distance} ago",
        };
    }

    /// <summary>
    /// A duration: <c>340 ms</c>, <c>4.2 s</c>, <c>3 min 5 s</c>, <c>2 h 10 min</c>, <c>3 d 4 h</c>. From ten of a unit on, the smaller unit is
    /// omitted.
    /// </summary>
    public static string Duration(TimeSpan? duration) => duration is { } span ? ReadableText.Duration(span, CultureInfo.CurrentCulture) : "";

    /// <summary>A number: integers in full, others with six significant digits; the object has the exact value.</summary>
    public static string Number(double? value) => Number(value, ReadableText.Digits);

    /// <summary>A number in ten characters, for a column: a longer one loses digits and not its beginning.</summary>
    public static string ShortNumber(double? value)
    {
        string text = Number(value);
        for (int digits = ReadableText.Digits - 1; text.Length > ColumnWidth && digits > 0; digits--)
        {
            text = value!.Value.ToString($"G{digits}", CultureInfo.CurrentCulture);
        }

        return text;
    }

    /// <summary>A size with its unit.</summary>
    public static string Size(long? bytes) => bytes is { } size ? ByteSize.Format(size) : "";

    /// <summary>Named values on one line; numbers with six significant digits.</summary>
    public static string Values(IDictionary? values) => Clean(string.Join(" ", Pairs(values).Select(p => $"{p.Key}={Value(p.Value)}")));

    /// <summary>Tags on one line.</summary>
    public static string Tags(IDictionary? tags) => Clean(string.Join(", ", Pairs(tags).Select(p => p.Value is null ? p.Key : $"{p.Key}={p.Value}")));

    /// <summary>A value: a number with six significant digits, anything else in full.</summary>
    public static string Value(object? value) => value is double number ? Number(number) : Clean(ValueText.Format(value));

    /// <summary>Text with its line ends.</summary>
    public static string Text(string? text) =>
        text is null ? "" : string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(line => string.Join('\t', line.Split('\t').Select(Clean))));

    /// <summary>An amount with its unit.</summary>
    public static string Amount(long? size, string? unit) => Clean(string.Create(CultureInfo.CurrentCulture, $"{size:N0} {unit}").Trim());

    // A deserialized dictionary is a hashtable and has lost its order.
    private static IEnumerable<KeyValuePair<string, object?>> Pairs(IDictionary? values) => values switch
    {
        null => [],
        NamedValues named => named.Pairs,
        _ => values.Cast<DictionaryEntry>().Select(e => KeyValuePair.Create($"{e.Key}", e.Value)).OrderBy(p => p.Key, StringComparer.Ordinal),
    };

    private static string Number(double? value, int digits) =>
        value is { } number ? ReadableText.Number(number, CultureInfo.CurrentCulture, digits) : "";

    // Text from users or files must not contain control characters. A cell has one line, so a line end is shown as a character.
    internal static string Clean(string text) => TerminalText.Clean(text.AsSpan().IndexOfAny('\r', '\n') < 0 ? text : text.ReplaceLineEndings(LineEnd));
}
