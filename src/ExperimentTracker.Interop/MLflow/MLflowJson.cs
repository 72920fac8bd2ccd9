using System.Globalization;
using System.Text.Json;

namespace ExperimentTracker.Interop.MLflow;

/// <summary>Reads the JSON of MLflow's protocol, and that of exports, which has the same fields with some lists written as objects.</summary>
internal static class MLflowJson
{
    /// <summary>How deep JSON may nest.</summary>
    public const int DeepestNesting = 64;

    /// <summary>The member of an object, or <see langword="null"/>.</summary>
    public static JsonElement? Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>A text; of a number its digits.</summary>
    public static string? Text(JsonElement element, params string[] names) => names.Select(n => Member(element, n)).FirstOrDefault(v => v is not null) switch
    {
        { ValueKind: JsonValueKind.String } text => Decoded(text),
        { ValueKind: JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False } other => other.GetRawText(),
        _ => null,
    };

    /// <summary>The text of a string; as it is written if it has half of a surrogate pair.</summary>
    private static string Decoded(JsonElement text)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return text.GetRawText().Trim('"');
        }
    }

    /// <summary>An integer, which the protocol also writes as a text.</summary>
    public static long? Integer(JsonElement element, params string[] names) =>
        long.TryParse(Text(element, names), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number : null;

    /// <summary>The elements of an array; none if there is no array.</summary>
    public static IEnumerable<JsonElement> List(JsonElement element, string name) => Member(element, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    /// <summary>Tags or parameters: a list of objects with <c>key</c> and <c>value</c>, or an object.</summary>
    public static IReadOnlyList<MLflowTag> Tags(JsonElement element, string name) => Member(element, name) switch
    {
        { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Select(t => (Key: Text(t, "key"), Value: Text(t, "value"))).Where(t => t.Key is not null).Select(t => new MLflowTag(t.Key!, t.Value ?? ""))],
        { ValueKind: JsonValueKind.Object } map => [.. map.EnumerateObject().Where(p => p.Value.ValueKind != JsonValueKind.Null).Select(p => new MLflowTag(p.Name, Text(map, p.Name) ?? p.Value.GetRawText()))],
        _ => [],
    };

    /// <summary>A point; <see langword="null"/> if its value is not a number. The values that JSON lacks are texts.</summary>
    public static MLflowPoint? Point(string key, JsonElement point)
    {
        double? value = Member(point, "value") switch
        {
            { ValueKind: JsonValueKind.Number } number => number.TryGetDouble(out double real) ? real : null,
            { ValueKind: JsonValueKind.String } text => Decoded(text).ToLowerInvariant() switch
            {
                "nan" => double.NaN,
                "inf" or "infinity" => double.PositiveInfinity,
                "-inf" or "-infinity" => double.NegativeInfinity,
                var written => double.TryParse(written, NumberStyles.Float, CultureInfo.InvariantCulture, out double real) ? real : null,
            },
            _ => null,
        };
        return value is null ? null : new(key, Integer(point, "step") ?? 0, MLflowPoint.Logged(value.Value, isNaN: false), Integer(point, "timestamp") ?? 0);
    }

    public static MLflowExperiment? Experiment(JsonElement json) => Text(json, "experiment_id") is not { } id ? null : new(id, Text(json, "name") ?? id)
    {
        IsDeleted = Text(json, "lifecycle_stage") == "deleted", CreatedAt = Integer(json, "creation_time"), UpdatedAt = Integer(json, "last_update_time"), Tags = Tags(json, "tags"),
    };

    /// <summary>A run.</summary>
    /// <param name="run">The object with <c>info</c>.</param>
    /// <param name="data">The object with the parameters and tags.</param>
    /// <param name="experiment">The id of its experiment, if the run has none.</param>
    public static MLflowRun? Run(JsonElement run, JsonElement data, string? experiment)
    {
        if (Member(run, "info") is not { } info || Text(info, "run_id", "run_uuid") is not { } id || (experiment ?? Text(info, "experiment_id")) is not { } owner) return null;
        return new(id, owner)
        {
            Name = Text(info, "run_name", "name"),
            User = Text(info, "user_id"),
            Status = Text(info, "status"),
            StartedAt = Integer(info, "start_time"),
            EndedAt = Integer(info, "end_time"),
            IsDeleted = Text(info, "lifecycle_stage") == "deleted",
            ArtifactUri = Text(info, "artifact_uri"),
            Parameters = Tags(data, "params"),
            Tags = Tags(data, "tags"),
            Inputs = [.. Inputs(run)],
            MetricKeys = [.. List(data, "metrics").Select(m => Text(m, "key")).OfType<string>().Order(StringComparer.Ordinal)],
        };
    }

    public static MLflowModel? Model(JsonElement json, IEnumerable<JsonElement> versions) => Text(json, "name") is not { } name ? null : new(name)
    {
        CreatedAt = Integer(json, "creation_timestamp"),
        UpdatedAt = Integer(json, "last_updated_timestamp"),
        Description = Text(json, "description"),
        Tags = Tags(json, "tags"),
        Aliases = [.. List(json, "aliases").Select(a => (Text(a, "alias") ?? "", Integer(a, "version") ?? 0))],
        Versions = [.. versions.Select(v => new MLflowVersion(Integer(v, "version") ?? 0)
        {
            CreatedAt = Integer(v, "creation_timestamp"),
            UpdatedAt = Integer(v, "last_updated_timestamp"),
            Description = Text(v, "description"),
            User = Text(v, "user_id"),
            Stage = Text(v, "current_stage"),
            Source = Text(v, "source"),
            RunId = Text(v, "run_id"),
            RunLink = Text(v, "run_link"),
            Status = Text(v, "status"),
            StatusMessage = Text(v, "status_message"),
            Tags = Tags(v, "tags"),
        })],
    };

    /// <summary>A logged model.</summary>
    public static MLflowLoggedModel? LoggedModel(JsonElement json)
    {
        JsonElement info = Member(json, "info") ?? json, data = Member(json, "data") ?? json;
        if (Text(info, "model_id") is not { } id || Text(info, "experiment_id") is not { } experiment) return null;
        return new(id, experiment)
        {
            Name = Text(info, "name"),
            ModelType = Text(info, "model_type"),
            Status = Text(info, "status")?.Replace("LOGGED_MODEL_", "", StringComparison.Ordinal),
            RunId = Text(info, "source_run_id"),
            CreatedAt = Integer(info, "creation_timestamp_ms", "creation_timestamp"),
            UpdatedAt = Integer(info, "last_updated_timestamp_ms", "last_updated_timestamp"),
            ArtifactUri = Text(info, "artifact_uri", "artifact_location"),
            Parameters = Tags(data, "params"),
            Tags = Tags(info, "tags"),
        };
    }

    // The protocol has lists of inputs by kind; exports have the list of datasets itself.
    private static IEnumerable<MLflowInput> Inputs(JsonElement run)
    {
        JsonElement inputs = Member(run, "inputs") ?? default;
        foreach (JsonElement input in inputs.ValueKind == JsonValueKind.Array ? inputs.EnumerateArray() : List(inputs, "dataset_inputs"))
        {
            if (Member(input, "dataset") is not { } dataset) continue;
            yield return new(
                new(Text(dataset, "name") ?? "", Text(dataset, "digest") ?? "")
                {
                    SourceType = Text(dataset, "source_type"), Source = Text(dataset, "source"), Schema = Text(dataset, "schema"), Profile = Text(dataset, "profile"),
                },
                null, Tags(input, "tags"));
        }

        foreach (JsonElement input in List(inputs, "model_inputs"))
        {
            if (Text(input, "model_id") is { } model) yield return new(null, model, []);
        }
    }
}
