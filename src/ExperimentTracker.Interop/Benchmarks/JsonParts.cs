using System.Text.Json;
using ExperimentTracker.Interop.Json;
using ExperimentTracker.Interop.Reading;

namespace ExperimentTracker.Interop.Benchmarks;

/// <summary>Parts of results that may be missing.</summary>
internal static class JsonParts
{
    /// <summary>The elements of a list in an object; none when it has no such list.</summary>
    public static IEnumerable<JsonElement> List(JsonElement from, string name) => PythonJson.Property(from, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    /// <summary>The properties of an object in an object; none when it has no such object.</summary>
    public static IEnumerable<JsonProperty> Object(JsonElement from, string name) => PythonJson.Property(from, name) is { ValueKind: JsonValueKind.Object } value ? value.EnumerateObject() : [];

    /// <summary>Adds a number of an object to a series, if it is there.</summary>
    public static void AddNumber(this ForeignRun run, string key, string label, JsonElement from, string name)
    {
        if (PythonJson.Property(from, name) is { ValueKind: not JsonValueKind.Null } value && PythonJson.Number(value) is { } number) run.AddPoint(key, label, null, number, null);
    }

    /// <summary>Adds the numbers of a list to a series: a point each.</summary>
    public static void AddNumbers(this ForeignRun run, string key, string label, JsonElement from, string name)
    {
        foreach (JsonElement value in List(from, name))
        {
            if (PythonJson.Number(value) is { } number) run.AddPoint(key, label, null, number, null);
        }
    }
}
