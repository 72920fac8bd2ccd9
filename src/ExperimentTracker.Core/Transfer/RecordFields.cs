using System.Globalization;
using System.Text.Json;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Transfer;

/// <summary>The fields of a foreign record. Names are matched without regard to case and underscores: <c>run_id</c>, <c>runId</c>, <c>RunId</c>.</summary>
/// <param name="name">The name of the record, for error messages.</param>
/// <param name="record">The record.</param>
internal sealed class RecordFields(string name, JsonElement record)
{
    /// <summary>The name of the record.</summary>
    public string Name => name;

    /// <summary>Creates the error for an invalid record.</summary>
    public TrackerException Invalid(string why) => TransferErrors.RecordInvalid(name, why);

    /// <summary>The first of the fields that exists and is not null.</summary>
    public JsonElement? Find(params string[] names) => record.ValueKind != JsonValueKind.Object ? throw Invalid("it is not an object.") : names
        .SelectMany(n => record.EnumerateObject().Where(p => Fold(p.Name) == Fold(n)).Select(p => (JsonElement?)p.Value))
        .FirstOrDefault(v => v!.Value.ValueKind != JsonValueKind.Null);

    /// <summary>A string, or a number as a string.</summary>
    public string? String(params string[] names) => Find(names) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => throw Invalid($"its {names[0]} is not a string."),
    };

    /// <summary>A required string.</summary>
    public string RequiredString(params string[] names) => String(names) ?? throw Invalid($"it has no {names[0]}.");

    /// <summary>An integer.</summary>
    public long? Integer(params string[] names) => Find(names) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long integer) ? integer
        : throw Invalid($"its {names[0]} {value.GetRawText()} is not an integer up to {long.MaxValue}.");

    /// <summary>A number. null and strings represent the numbers that JSON lacks.</summary>
    public double Number(string field) => Find(field) switch
    {
        null => double.NaN,
        { ValueKind: JsonValueKind.Number } number => number.GetDouble(),
        { ValueKind: JsonValueKind.String } text when double.TryParse(text.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out double named) => named,
        _ => throw Invalid($"its {field} is not a number."),
    };

    /// <summary>A date and time, in UTC. Without a time zone it is local time.</summary>
    public DateTime? Time(params string[] names) => Find(names) is { } value ? ToTime(names[0], value) : null;

    public DateTime ToTime(string field, JsonElement value) =>
        value.ValueKind == JsonValueKind.String &&
        DateTime.TryParse(value.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind | DateTimeStyles.AllowWhiteSpaces, out DateTime time)
            ? time.ToUniversalTime()
            : throw Invalid($"the time {value.GetRawText()} in its {field} cannot be read; write it as 2024-03-01T11:30:00Z.");

    /// <summary>A status by its name or the value of another tracker.</summary>
    public RunStatus? Status(string field) => Find(field) is { } value ? ToStatus(value) : null;

    public RunStatus ToStatus(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && RunStatusRules.TryParse(value.GetString()!, out RunStatus status)
            ? status
            : throw TransferErrors.StatusUnknown(name, value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText());

    /// <summary>The members of an object; none when the field does not exist.</summary>
    public IEnumerable<JsonProperty> Map(string field) => Find(field) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Object } map => map.EnumerateObject(),
        _ => throw Invalid($"its {field} is not an object."),
    };

    /// <summary>The elements of an array; none when the field does not exist.</summary>
    public IEnumerable<JsonElement> List(string field) => Find(field) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Array } list => list.EnumerateArray(),
        _ => throw Invalid($"its {field} is not an array."),
    };

    private static string Fold(string field) => field.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();
}
