using System.Text.Json;

namespace ExperimentTracker.Json;

/// <summary>
/// Converts values to JSON and back, keeping their types. Doubles without a fraction keep a <c>.0</c>. A value that JSON lacks is an object with one
/// entry whose name begins with a dollar sign: <c>{"$real":"NaN"}</c>, <c>{"$date":…}</c>, <c>{"$duration":…}</c>.
/// </summary>
public static class JsonText
{
    /// <summary>The maximum nesting depth of objects and lists.</summary>
    public const int MaxDepth = 64;

    /// <summary>Writes a value as JSON.</summary>
    /// <exception cref="TrackerException"><c>UnsupportedValue</c>: it nests deeper than <see cref="MaxDepth"/>, so it could not be read back.</exception>
    public static string Write(object? value)
    {
        using var buffer = new MemoryStream();
        if (DepthOf(value) > MaxDepth) throw TooDeep();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { MaxDepth = MaxDepth })) JsonValues.Write(writer, value);
        return System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    /// <summary>Reads a value from JSON: objects become <see cref="NamedValues"/>, arrays <c>object[]</c>, integers <see cref="long"/>.</summary>
    /// <exception cref="JsonException">The text is not JSON, or nests deeper than <see cref="MaxDepth"/>.</exception>
    public static object? Read(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaxDepth });
        return JsonValues.Read(document.RootElement);
    }

    private static TrackerException TooDeep() => new(
        "UnsupportedValue", TrackerErrorKind.InvalidArgument, "value", $"The value cannot be stored: it nests deeper than {MaxDepth} levels.");

    private static int DepthOf(object? value) => value switch
    {
        NamedValues map => 1 + map.Pairs.Select(p => DepthOf(p.Value)).DefaultIfEmpty().Max(),
        object?[] list => 1 + list.Select(DepthOf).DefaultIfEmpty().Max(),
        double number when !double.IsFinite(number) => 1,
        DateTime or TimeSpan => 1,
        Metric => 2,
        _ => 0,
    };
}
