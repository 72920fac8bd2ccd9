using System.Text.Json;
using System.Text.Json.Serialization;

namespace ExperimentTracker;

/// <summary>Conditions by their names, so that the number of a name can change.</summary>
internal sealed class AlertConditionsConverter : JsonConverter<IReadOnlyList<AlertCondition>>
{
    public override IReadOnlyList<AlertCondition> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Array.ConvertAll(
            JsonSerializer.Deserialize<string[]>(ref reader) ?? [], name => Enum.TryParse(name, out AlertCondition condition) ? condition : throw new JsonException($"{name} is no condition."));

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<AlertCondition> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (AlertCondition condition in value) writer.WriteStringValue(condition.ToString());
        writer.WriteEndArray();
    }
}
