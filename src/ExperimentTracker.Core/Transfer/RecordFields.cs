using System.Globalization;
using System.Text.Json;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Transfer;

/// <summary>The fields of a foreign record. Their names are found without regard to case and underscores: <c>run_id</c>, <c>runId</c>, <c>RunId</c>.</summary>
/// <param name="name">What the record is called, for errors.</param>
/// <param name="record">The record.</param>
internal sealed class RecordFields(string name, JsonElement record)
{
    /// <summary>What the record is called.</summary>
    public string Name => name;

    /// <summary>The error that says why the record cannot be taken.</summary>
    public TrackerException Invalid(string why) => TransferErrors.RecordInvalid(name, why);

    /// <summary>The first of the fields that is there and not null.</summary>
    public JsonElement? Find(params string[] names) => record.ValueKind != JsonValueKind.Object ? throw Invalid("it is no object.") : names
        .SelectMany(n => record.EnumerateObject().Where(p => Fold(p.Name) == Fold(n)).Select(p => (JsonElement?)p.Value))
        .FirstOrDefault(v => v!.Value.ValueKind != JsonValueKind.Null);

    /// <summary>A text, or a number as text.</summary>
    public string? Text(params string[] names) => Find(names) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => throw Invalid($"its {names[0]} is no text."),
    };

    /// <summary>A text that has to be there.</summary>
    public string RequiredText(params string[] names) => Text(names) ?? throw Invalid($"it has no {names[0]}.");

    /// <summary>A whole number.</summary>
    public long? Whole(params string[] names) => Find(names) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long whole) ? whole
        : throw Invalid($"its {names[0]} {value.GetRawText()} is no whole number up to {long.MaxValue}.");

    /// <summary>A number; null and words stand for what JSON has no number for.</summary>
    public double Real(string field) => Find(field) switch
    {
        null => double.NaN,
        { ValueKind: JsonValueKind.Number } number => number.GetDouble(),
        { ValueKind: JsonValueKind.String } text when double.TryParse(text.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out double named) => named,
        _ => throw Invalid($"its {field} is no number."),
    };

    /// <summary>A moment, in UTC; one without a zone is local time.</summary>
    public DateTime? Moment(params string[] names) => Find(names) is { } value ? ToMoment(names[0], value) : null;

    public DateTime ToMoment(string field, JsonElement value) =>
        value.ValueKind == JsonValueKind.String &&
        DateTime.TryParse(value.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind | DateTimeStyles.AllowWhiteSpaces, out DateTime moment)
            ? moment.ToUniversalTime()
            : throw Invalid($"the time {value.GetRawText()} in its {field} cannot be read; write it as 2024-03-01T11:30:00Z.");

    /// <summary>A status by its name or another tracker's word for it.</summary>
    public RunStatus? Status(string field) => Find(field) is { } value ? ToStatus(value) : null;

    public RunStatus ToStatus(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && RunStatusRules.TryParse(value.GetString()!, out RunStatus status)
            ? status
            : throw TransferErrors.StatusUnknown(name, value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText());

    /// <summary>The members of an object; none when it is not there.</summary>
    public IEnumerable<JsonProperty> Map(string field) => Find(field) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Object } map => map.EnumerateObject(),
        _ => throw Invalid($"its {field} is no object."),
    };

    /// <summary>The elements of a list; none when it is not there.</summary>
    public IEnumerable<JsonElement> List(string field) => Find(field) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Array } list => list.EnumerateArray(),
        _ => throw Invalid($"its {field} is no list."),
    };

    private static string Fold(string field) => field.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();
}
