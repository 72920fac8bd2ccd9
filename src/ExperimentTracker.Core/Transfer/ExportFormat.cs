using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ExperimentTracker.Json;

namespace ExperimentTracker.Transfer;

/// <summary>
/// The format of an exported store: one JSON object. It begins with <c>Format</c>, <c>FormatVersion</c> and the fields of <see cref="TransferHead"/>,
/// followed by lists of records in the order of <see cref="Sections"/>.
/// </summary>
internal static class ExportFormat
{
    public const string Name = "ExperimentTracker";
    public const int Version = 1;
    public const string FormatField = "Format";
    public const string VersionField = "FormatVersion";

    /// <summary>The name of the JSON file in an exported folder.</summary>
    public const string FileName = "store.json";

    /// <summary>The folder of the blobs in an exported folder.</summary>
    public const string ContentFolder = "artifacts";

    /// <summary>The maximum nesting depth of the JSON: that of a value, plus records and lists.</summary>
    public const int MaxDepth = JsonText.MaxDepth + 8;

    public static readonly JsonSerializerOptions Options = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        MaxDepth = MaxDepth,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { ExportFields.Choose, RefuseNulls } },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false) },
    };

    public static readonly IReadOnlyList<(string Name, Type Type)> Sections =
    [
        ("Encoders", typeof(TransferEncoder)),
        ("Datasets", typeof(TransferDataset)),
        ("Projects", typeof(TransferProject)),
        ("Experiments", typeof(TransferExperiment)),
        ("Trials", typeof(TransferTrial)),
        ("Runs", typeof(TransferRun)),
        ("Artifacts", typeof(TransferArtifact)),
        ("Models", typeof(TransferModel)),
        ("Inputs", typeof(TransferInput)),
        ("Tombstones", typeof(TransferTombstone)),
    ];

    // The serializer of .NET 8 accepts null for any type. A record without a required value is detected here, with its path.
    private static void RefuseNulls(JsonTypeInfo type)
    {
        var nullability = new NullabilityInfoContext();
        foreach (JsonPropertyInfo property in type.Properties)
        {
            if (property.Set is not { } set || property.AttributeProvider is not PropertyInfo member) continue;
            if (member.PropertyType.IsValueType || nullability.Create(member).WriteState != NullabilityState.NotNull) continue;
            property.Set = (record, value) => set(record, value switch
            {
                null => throw new JsonException($"{property.Name} is null"),
                IList list when property.PropertyType.IsGenericType && list.Contains(null) => throw new JsonException($"{property.Name} contains null"),
                _ => value,
            });
        }
    }
}
