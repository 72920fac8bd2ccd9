using System.Text;
using System.Text.Json;

namespace ExperimentTracker.Storage.Engine;

/// <summary>
/// Writes and reads the process of a run as JSON. It is written by each start of a run; a serializer, which first examines the type by reflection, would take
/// a quarter of the time of the first start in a process.
/// </summary>
internal static class ProcessJson
{
    public static string? Write(ProcessIdentity? process)
    {
        if (process is null) return null;
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteNumber(nameof(process.Id), process.Id);
            if (process.StartedAt is { } at) writer.WriteString(nameof(process.StartedAt), at);
            else writer.WriteNull(nameof(process.StartedAt));
            writer.WriteString(nameof(process.BootId), process.BootId);
            writer.WriteString(nameof(process.PidNamespace), process.PidNamespace);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    /// <exception cref="JsonException">It is not JSON.</exception>
    /// <exception cref="FormatException">It has no id, or a value is not valid.</exception>
    /// <exception cref="InvalidOperationException">It is not an object, or a value has another type.</exception>
    public static ProcessIdentity? Read(string? json)
    {
        if (json is null) return null;
        using var document = JsonDocument.Parse(json);
        JsonElement fields = document.RootElement;
        return new ProcessIdentity
        {
            Id = Field(fields, nameof(ProcessIdentity.Id))?.GetInt32() ?? throw new FormatException("a process has no id"),
            StartedAt = Field(fields, nameof(ProcessIdentity.StartedAt))?.GetDateTime(),
            BootId = Field(fields, nameof(ProcessIdentity.BootId))?.GetString(),
            PidNamespace = Field(fields, nameof(ProcessIdentity.PidNamespace))?.GetString(),
        };
    }

    private static JsonElement? Field(JsonElement fields, string name) =>
        fields.TryGetProperty(name, out JsonElement field) && field.ValueKind != JsonValueKind.Null ? field : null;
}
