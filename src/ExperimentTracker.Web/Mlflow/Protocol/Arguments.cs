using System.Text.Json;
using ExperimentTracker.Web.Http;

namespace ExperimentTracker.Web.Mlflow.Protocol;

/// <summary>The parameters of a request, from its query and its body. A message of Protocol Buffers in JSON may have numbers as strings; a query has nothing but strings.</summary>
internal sealed class Arguments
{
    private readonly JsonElement element;

    private Arguments(JsonElement element) => this.element = element;

    /// <summary>Reads the parameters of a request.</summary>
    /// <exception cref="MlflowProblem">The body is not a JSON object.</exception>
    public static Arguments Of(HttpRequest request, ReadOnlyMemory<byte> body)
    {
        if (body.Length > 0) return new(LooseJson.Parse(body));
        var members = request.QueryPairs.GroupBy(pair => pair.Key, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Count() == 1 ? (object)group.First().Value : group.Select(pair => pair.Value).ToArray());
        return new(JsonSerializer.SerializeToElement(members));
    }

    /// <summary>Whether a parameter is there.</summary>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>Returns a string, or <see langword="null"/> if it is missing.</summary>
    /// <exception cref="MlflowProblem">It is not a string.</exception>
    public string? Text(string name) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.String ? TextOf(value, name) : throw NotValid(name, value);

    /// <summary>Returns a string that is not empty.</summary>
    /// <exception cref="MlflowProblem">It is missing, or not a string.</exception>
    public string Required(string name) => Text(name) is { Length: > 0 } text ? text : throw Missing(name);

    /// <summary>Returns an id or a version, which some clients send as a number.</summary>
    /// <exception cref="MlflowProblem">It is missing, or neither a string nor an integer.</exception>
    public string RequiredId(string name) => Find(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out long id)
        ? id.ToString(CultureInfo.InvariantCulture) : Required(name);

    /// <summary>Returns an integer, or <see langword="null"/> if it is missing.</summary>
    /// <exception cref="MlflowProblem">It is not an integer.</exception>
    public long? Integer(string name) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) ? number
        : value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double real) && Math.Floor(real) == real && Math.Abs(real) < 1L << 53 ? (long)real
        : value.ValueKind == JsonValueKind.String && long.TryParse(TextOf(value, name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number) ? number
        : throw NotValid(name, value);

    /// <summary>Returns a floating-point number, or <see langword="null"/> if it is missing.</summary>
    /// <exception cref="MlflowProblem">It is not a number.</exception>
    public double? Number(string name) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number ? value.GetDouble()
        : value.ValueKind == JsonValueKind.String && TryNumber(TextOf(value, name), out double number) ? number
        : throw NotValid(name, value);

    /// <summary>Returns whether a flag is set.</summary>
    public bool Flag(string name) => Find(name) is { } value && (value.ValueKind == JsonValueKind.True || (value.ValueKind == JsonValueKind.String && value.ValueEquals("true")));

    /// <summary>Returns the strings of a list; a single string is a list of one.</summary>
    /// <exception cref="MlflowProblem">An item is not a string.</exception>
    public IReadOnlyList<string> Texts(string name) => Find(name) is not { } value ? []
        : value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(item => item.ValueKind switch
        {
            JsonValueKind.String => TextOf(item, name),
            JsonValueKind.Number => item.GetRawText(),
            _ => throw NotValid(name, item),
        })]
        : [Text(name)!];

    /// <summary>Returns the objects of a list.</summary>
    /// <exception cref="MlflowProblem">It is not a list of objects.</exception>
    public IReadOnlyList<Arguments> Objects(string name) => Find(name) is not { } value ? []
        : value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.Object ? new Arguments(item) : throw NotValid(name, item))]
        : throw NotValid(name, value);

    /// <summary>Returns an object, or <see langword="null"/> if it is missing.</summary>
    /// <exception cref="MlflowProblem">It is not an object.</exception>
    public Arguments? Object(string name) => Find(name) is not { } value ? null : value.ValueKind == JsonValueKind.Object ? new Arguments(value) : throw NotValid(name, value);

    /// <summary>The error of a parameter that is missing.</summary>
    public static MlflowProblem Missing(string name) => MlflowProblem.Invalid(
        $"Missing value for required parameter '{name}'. See the API docs for more information about request parameters.");

    private static MlflowProblem NotValid(string name, JsonElement value)
    {
        string text = value.GetRawText();
        return MlflowProblem.Invalid($"Invalid value {(text.Length > 100 ? text[..100] + "…" : text)} for parameter '{name}' supplied.");
    }

    private static bool TryNumber(string text, out double number)
    {
        number = text switch { "NaN" => double.NaN, "Infinity" => double.PositiveInfinity, "-Infinity" => double.NegativeInfinity, _ => 0 };
        return number != 0 || (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number));
    }

    private JsonElement? Find(string name) => element.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static string TextOf(JsonElement value, string name)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw MlflowProblem.Invalid($"The value of '{name}' has half of a surrogate pair, which is not valid Unicode.");
        }
    }
}
