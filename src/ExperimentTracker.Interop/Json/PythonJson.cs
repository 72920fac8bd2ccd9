using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using ExperimentTracker.Interop.Reading;

namespace ExperimentTracker.Interop.Json;

/// <summary>
/// Reads JSON as Python and JavaScript programs write it: with the bare words <c>NaN</c>, <c>Infinity</c> and <c>-Infinity</c>, which JSON itself does not have. They
/// become strings, and such strings are read as numbers where a number is expected.
/// </summary>
internal static class PythonJson
{
    /// <summary>The largest document that is read as a whole.</summary>
    public const int MaxDocument = 512 << 20;

    private static readonly JsonDocumentOptions Options = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 64 };

    /// <summary>Reads a document.</summary>
    /// <exception cref="JsonException">It is not valid, or nested deeper than 64 levels.</exception>
    public static JsonElement Parse(ReadOnlyMemory<byte> utf8)
    {
        // Bytes that are not UTF-8 become U+FFFD.
        if (!Utf8.IsValid(utf8.Span)) utf8 = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(utf8.Span));
        try
        {
            return ParseValid(utf8);
        }
        catch (JsonException) when (HasBareWord(utf8.Span))
        {
            return ParseValid(Quoted(utf8.Span));
        }
    }

    // An escape can be half of a surrogate pair, which no name can be.
    private static JsonElement ParseValid(ReadOnlyMemory<byte> utf8)
    {
        using JsonDocument document = JsonDocument.Parse(utf8, Options);
        if (utf8.Span.IndexOf("\\u"u8) >= 0) CheckNames(document.RootElement);
        return document.RootElement.Clone();
    }

    private static void CheckNames(JsonElement element)
    {
        try
        {
            if (element.ValueKind == JsonValueKind.Array)
            {
                foreach (JsonElement item in element.EnumerateArray()) CheckNames(item);
            }
            else if (element.ValueKind == JsonValueKind.Object)
            {
                foreach (JsonProperty property in element.EnumerateObject())
                {
                    _ = property.Name;
                    CheckNames(property.Value);
                }
            }
        }
        catch (InvalidOperationException e)
        {
            throw new JsonException("a name in it is not valid Unicode", e);
        }
    }

    /// <summary>Reads a document from a string.</summary>
    /// <exception cref="JsonException">It is not valid.</exception>
    public static JsonElement Parse(string text) => Parse(Encoding.UTF8.GetBytes(text));

    /// <summary>Reads a file of at most <see cref="MaxDocument"/> bytes.</summary>
    /// <returns>The document, or <see langword="null"/> when the file is no valid JSON, with the reason.</returns>
    public static JsonElement? File(string path, out string? why)
    {
        why = null;
        try
        {
            using FileStream stream = ForeignFiles.Open(path);
            if (stream.Length > MaxDocument) why = $"it is larger than {MaxDocument} bytes";
            if (why is not null) return null;
            byte[] bytes = new byte[stream.Length];
            int read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            int start = bytes.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0;
            return Parse(bytes.AsMemory(start..read));
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException or TrackerException or InvalidOperationException)
        {
            why = e.Message.TrimEnd('.');
            return null;
        }
    }

    /// <summary>A number: of JSON, a Boolean as 1 or 0, or the name of a number that JSON lacks; <see langword="null"/> for anything else.</summary>
    public static double? Number(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.TryGetDouble(out double number) ? number : null,
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        JsonValueKind.String => Named(Text(value)),
        _ => null,
    };

    /// <summary>The number that a name means: <c>NaN</c>, <c>nan</c>, <c>inf</c>, <c>-Infinity</c> …; <see langword="null"/> for another string.</summary>
    public static double? Named(string? name) => name?.Trim().ToUpperInvariant() switch
    {
        "NAN" or "-NAN" => double.NaN,
        "INFINITY" or "INF" or "+INFINITY" or "+INF" => double.PositiveInfinity,
        "-INFINITY" or "-INF" => double.NegativeInfinity,
        _ => null,
    };

    /// <summary>A number as text, as the formats write it: digits with a decimal point, or a name; <see langword="null"/> for another string.</summary>
    public static double? Number(ReadOnlySpan<char> text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : Named(text.ToString());

    /// <summary>An integer, also one that is written as a floating-point number.</summary>
    public static long? Integer(JsonElement value) => Number(value) is { } number && double.IsInteger(number) && Math.Abs(number) < 1L << 62
        ? value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long exact) ? exact : (long)number
        : null;

    /// <summary>A string; halves of surrogate pairs become U+FFFD.</summary>
    public static string? Text(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String) return null;
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return "\uFFFD";
        }
    }

    /// <summary>The string of a property of an object; <see langword="null"/> when there is none.</summary>
    public static string? Text(JsonElement from, string name) => Property(from, name) is { } value ? Text(value) : null;

    /// <summary>A property of an object; <see langword="null"/> when there is none.</summary>
    public static JsonElement? Property(JsonElement from, string name) =>
        from.ValueKind == JsonValueKind.Object && from.TryGetProperty(name, out JsonElement value) ? value : null;

    /// <summary>A value as a parameter; <see langword="null"/> also for one that cannot be a value here.</summary>
    public static object? Value(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String && Named(value.GetString()) is { } number ? number : JsonValues.Read(value);
        }
        catch (Exception e) when (e is InvalidOperationException or JsonException or ArgumentException)
        {
            return value.GetRawText();
        }
    }

    private static bool HasBareWord(ReadOnlySpan<byte> utf8) => utf8.IndexOf("NaN"u8) >= 0 || utf8.IndexOf("Infinity"u8) >= 0;

    // Within strings the words stay as they are.
    private static byte[] Quoted(ReadOnlySpan<byte> utf8)
    {
        var quoted = new MemoryStream(utf8.Length + 64);
        bool isInString = false;
        for (int at = 0; at < utf8.Length; at++)
        {
            byte one = utf8[at];
            if (isInString && one == '\\' && at + 1 < utf8.Length)
            {
                quoted.WriteByte(one);
                quoted.WriteByte(utf8[++at]);
                continue;
            }

            isInString ^= one == '"';
            ReadOnlySpan<byte> word = isInString ? default : BareWord(utf8[at..]);
            if (word.Length == 0)
            {
                quoted.WriteByte(one);
                continue;
            }

            quoted.WriteByte((byte)'"');
            quoted.Write(word);
            quoted.WriteByte((byte)'"');
            at += word.Length - 1;
        }

        return quoted.ToArray();
    }

    private static ReadOnlySpan<byte> BareWord(ReadOnlySpan<byte> at) =>
        at.StartsWith("NaN"u8) ? "NaN"u8 : at.StartsWith("Infinity"u8) ? "Infinity"u8 : at.StartsWith("-Infinity"u8) ? "-Infinity"u8 : default;
}
