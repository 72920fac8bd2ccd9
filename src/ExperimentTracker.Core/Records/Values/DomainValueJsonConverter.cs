using System.Text.Json;
using System.Text.Json.Serialization;

namespace ExperimentTracker;

/// <summary>Serializes a value (a string, number, date, map, list …) and keeps its type (see <see cref="JsonValues"/>).</summary>
public sealed class DomainValueJsonConverter : JsonConverter<object?>
{
    /// <inheritdoc/>
    public override bool HandleNull => true;

    /// <inheritdoc/>
    public override object? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        return JsonValues.Read(document.RootElement);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, object? value, JsonSerializerOptions options) => JsonValues.Write(writer, value);
}
