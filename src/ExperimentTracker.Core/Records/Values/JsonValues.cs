using System.Globalization;
using System.Text.Json;

namespace ExperimentTracker;

/// <summary>The mapping between values and JSON elements.</summary>
internal static class JsonValues
{
    private const string Real = "$real";
    private const string Date = "$date";
    private const string Duration = "$duration";
    private const string Series = "$metric";

    // If an object of a user happens to have the form of such an entry, its name gets another mark.
    private const char Mark = '$';

    public static void Write(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null: writer.WriteNullValue(); break;
            case string text: writer.WriteStringValue(text); break;
            case bool flag: writer.WriteBooleanValue(flag); break;
            case long integer: writer.WriteNumberValue(integer); break;
            case double number: WriteReal(writer, number); break;
            case DateTime time: WriteTagged(writer, Date, time.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture)); break;
            case TimeSpan duration: WriteTagged(writer, Duration, duration.ToString("c", CultureInfo.InvariantCulture)); break;
            case NamedValues map: WriteMap(writer, map); break;
            case object?[] list: WriteList(writer, list); break;
            case Metric metric:
                writer.WriteStartObject();
                writer.WritePropertyName(Series);
                JsonSerializer.Serialize(writer, metric);
                writer.WriteEndObject();
                break;
            default: throw new NotSupportedException($"A value of the type {value.GetType()} cannot be written as JSON.");
        }
    }

    public static object? Read(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => ReadNumber(element),
        JsonValueKind.Array => element.EnumerateArray().Select(Read).ToArray(),
        _ => ReadObject(element),
    };

    private static void WriteReal(Utf8JsonWriter writer, double number)
    {
        if (!double.IsFinite(number))
        {
            WriteTagged(writer, Real, number.ToString("R", CultureInfo.InvariantCulture));
            return;
        }

        string text = number.ToString("R", CultureInfo.InvariantCulture);
        writer.WriteRawValue(text.AsSpan().IndexOfAny('.', 'E') < 0 ? text + ".0" : text);
    }

    private static void WriteTagged(Utf8JsonWriter writer, string tag, string value)
    {
        writer.WriteStartObject();
        writer.WriteString(tag, value);
        writer.WriteEndObject();
    }

    private static void WriteMap(Utf8JsonWriter writer, NamedValues map)
    {
        writer.WriteStartObject();
        foreach ((string name, object? value) in map.Pairs)
        {
            writer.WritePropertyName(map.Count == 1 && name.StartsWith(Mark) ? Mark + name : name);
            Write(writer, value);
        }

        writer.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter writer, object?[] list)
    {
        writer.WriteStartArray();
        foreach (object? item in list) Write(writer, item);
        writer.WriteEndArray();
    }

    private static object ReadNumber(JsonElement element)
    {
        // A fraction or an exponent makes it a double, so that 1.0 stays one.
        string text = element.GetRawText();
        return text.AsSpan().IndexOfAny('.', 'e', 'E') < 0 && element.TryGetInt64(out long integer) ? (object)integer : element.GetDouble();
    }

    private static object ReadObject(JsonElement element)
    {
        JsonProperty[] properties = [.. element.EnumerateObject()];
        if (properties is [var only] && only.Name.StartsWith(Mark))
        {
            if (ReadTagged(only) is { } tagged) return tagged;
            if (only.Name is [Mark, Mark, ..]) return new NamedValues([KeyValuePair.Create(only.Name[1..], Read(only.Value))]);
        }

        return new NamedValues(properties.Select(p => KeyValuePair.Create(p.Name, Read(p.Value))));
    }

    private static object? ReadTagged(JsonProperty property)
    {
        if (property.Name == Series) return property.Value.Deserialize<Metric>();
        if (property.Value.ValueKind != JsonValueKind.String) return null;
        string text = property.Value.GetString()!;
        CultureInfo culture = CultureInfo.InvariantCulture;
        return property.Name switch
        {
            Real => double.TryParse(text, NumberStyles.Float, culture, out double number) ? number : null,
            Date => DateTime.TryParse(text, culture, DateTimeStyles.RoundtripKind, out DateTime time) ? time.ToLocalTime() : null,
            Duration => TimeSpan.TryParseExact(text, "c", culture, out TimeSpan duration) ? duration : null,
            _ => null,
        };
    }
}
