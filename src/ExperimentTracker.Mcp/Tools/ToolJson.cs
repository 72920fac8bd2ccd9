using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using ExperimentTracker.Json;

namespace ExperimentTracker.Mcp.Tools;

/// <summary>Answers of tools as JSON. An assistant reads each character, so nothing is indented, and what has no value is left out.</summary>
internal static class ToolJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes an answer.</summary>
    public static string Write(object answer) => JsonSerializer.Serialize(answer, Options);

    /// <summary>Values by name. Numbers that JSON lacks are texts, nested objects and lists stay as they are.</summary>
    public static Dictionary<string, object?>? Values(NamedValues values) => values.Count == 0 ? null : values.Pairs.ToDictionary(p => p.Key, p => Value(p.Value));

    /// <summary>A value of a record.</summary>
    public static object? Value(object? value) => value switch
    {
        NamedValues or object?[] => JsonNode.Parse(JsonText.Write(value)),
        DateTime time => Time(time),
        TimeSpan duration => duration.ToString(),
        Metric metric => metric.Last,
        _ => value,
    };

    /// <summary>A time in UTC, to the second.</summary>
    public static string? Time(DateTime? time) => time?.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);
}
