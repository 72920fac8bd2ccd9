using System.Text.Json;
using System.Text.Json.Serialization;

namespace ExperimentTracker;

/// <summary>Serializes <see cref="NamedValues"/> as a JSON object and keeps the types of its values (see <see cref="JsonValues"/>).</summary>
public sealed class NamedValuesJsonConverter : JsonConverter<NamedValues>
{
    /// <inheritdoc/>
    public override NamedValues Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        return JsonValues.Read(document.RootElement) as NamedValues ?? throw new JsonException("An object is expected.");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, NamedValues value, JsonSerializerOptions options) => JsonValues.Write(writer, value);
}
