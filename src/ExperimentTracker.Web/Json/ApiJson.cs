using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace ExperimentTracker.Web.Json;

/// <summary>Writes values to the JSON of the API. Times are milliseconds since 1970 in UTC; numbers that JSON or a script cannot represent are strings.</summary>
internal static class ApiJson
{
    // The largest integer up to which a double, the only number type of scripts, is exact: 2⁵³.
    private const long LargestExact = 1L << 53;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All), SkipValidation = true };

    /// <summary>Returns the bytes of an object.</summary>
    public static ReadOnlyMemory<byte> Object(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    /// <summary>Writes an object.</summary>
    public static void WriteObject(this Utf8JsonWriter json, string? name, Action write)
    {
        if (name is null) json.WriteStartObject();
        else json.WriteStartObject(name);
        write();
        json.WriteEndObject();
    }

    /// <summary>Writes a list.</summary>
    public static void WriteList<T>(this Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (T item in items) write(item);
        json.WriteEndArray();
    }

    /// <summary>Writes a string, unless there is none.</summary>
    public static void WriteText(this Utf8JsonWriter json, string name, string? text)
    {
        if (!string.IsNullOrEmpty(text)) json.WriteString(name, text);
    }

    /// <summary>Writes a time, unless there is none.</summary>
    public static void WriteTime(this Utf8JsonWriter json, string name, DateTime? time)
    {
        if (time is { } known) json.WriteNumber(name, Milliseconds(known));
    }

    /// <summary>Writes a duration in milliseconds, unless there is none.</summary>
    public static void WriteDuration(this Utf8JsonWriter json, string name, TimeSpan? duration)
    {
        if (duration is { } known) json.WriteNumber(name, Math.Round(known.TotalMilliseconds));
    }

    /// <summary>Writes a floating-point number, unless there is none.</summary>
    public static void WriteDouble(this Utf8JsonWriter json, string name, double? number)
    {
        if (number is not { } value) return;
        json.WritePropertyName(name);
        json.WriteDoubleValue(value);
    }

    /// <summary>Writes a floating-point number.</summary>
    public static void WriteDoubleValue(this Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value)) json.WriteNumberValue(value);
        else json.WriteStringValue(double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
    }

    /// <summary>Writes an integer, unless there is none.</summary>
    public static void WriteInteger(this Utf8JsonWriter json, string name, long? number)
    {
        if (number is not { } value) return;
        json.WritePropertyName(name);
        json.WriteIntegerValue(value);
    }

    /// <summary>Writes an integer.</summary>
    public static void WriteIntegerValue(this Utf8JsonWriter json, long value)
    {
        if (value is > -LargestExact and < LargestExact) json.WriteNumberValue(value);
        else json.WriteStringValue(value.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Writes the value of a parameter, a tag or a row.</summary>
    public static void WriteDomainValue(this Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case bool flag: json.WriteBooleanValue(flag); break;
            case long integer: json.WriteIntegerValue(integer); break;
            case double number: json.WriteDoubleValue(number); break;
            default: json.WriteStringValue(ValueText.Format(value)); break;
        }
    }

    /// <summary>Writes an error with its place in a text, if it has one.</summary>
    public static ReadOnlyMemory<byte> Error(string id, string message, TextPlace? place = null) => Object(json => json.WriteError(id, message, place));

    /// <summary>Writes an error with its place in a text, if it has one.</summary>
    public static void WriteError(this Utf8JsonWriter json, string id, string message, TextPlace? place) => json.WriteObject("error", () =>
    {
        json.WriteString("id", id);
        json.WriteString("message", message);
        if (place is null) return;
        json.WriteNumber("line", place.Line);
        json.WriteNumber("column", place.Column);
        json.WriteNumber("length", place.Length);
    });

    /// <summary>A time in milliseconds since 1970 in UTC.</summary>
    public static long Milliseconds(DateTime time) => (long)Math.Floor((time.ToUniversalTime() - DateTime.UnixEpoch).TotalMilliseconds);
}
