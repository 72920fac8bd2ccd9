using System.Management.Automation;
using ExperimentTracker.Rules;
using ExperimentTracker.Stores;

namespace ExperimentTracker.Binding;

/// <summary>
/// Resolves the record that an object identifies if a parameter does not accept the object itself: a deserialized record, a record of another kind, a
/// row of a CSV file, or a custom object.
/// </summary>
internal static class ForeignRecord
{
    /// <summary>
    /// Returns the string that identifies the record (its <c>RunId</c> or similar, <c>Id</c> or <c>Name</c>) and whether it is a complete id.
    /// </summary>
    /// <exception cref="PSInvalidCastException">It has none of these properties, or is a record of another kind, which another parameter accepts.</exception>
    public static (string Text, bool IsExact) Identify(PSObject value, RecordType type)
    {
        if (type == RecordType.Artifact) value = Unwrap(value);
        string? kind = KindOf(value);
        if (kind is not null && TargetOf(value, kind, type) is { } target) return (target, true);
        if (TextOf(value, $"{type}Id") is { } id) return (id, kind is not null);
        if (type == RecordType.Trial && kind == nameof(Run) && TextOf(value, nameof(Run.ExperimentId)) is { } experiment) return (Trial.DefaultIdOf(experiment), true);
        if (kind is null || kind == $"{type}")
        {
            if (TextOf(value, "Id") is { } own) return (own, kind is not null);
            if (TextOf(value, "Name") is { } name) return (name, false);
        }

        throw new PSInvalidCastException($"The object does not identify {type.Article()} {type.Noun()}: it has no property {type}Id, Id or Name.");
    }

    /// <summary>Returns the id of the record that a live record refers to.</summary>
    /// <exception cref="PSInvalidCastException">It refers to a record of another kind.</exception>
    public static string IdIn(object record, RecordType type) => Identify(PSObject.AsPSObject(record), type).Text;

    /// <summary>Returns the artifact of a live or deserialized check of one, and any other object unchanged.</summary>
    public static PSObject Unwrap(PSObject value) =>
        KindOf(value) == nameof(ArtifactCheck) && value.Properties[nameof(Artifact)]?.Value is { } artifact ? PSObject.AsPSObject(artifact) : value;

    /// <summary>The kind of a live or deserialized record, such as <c>Run</c>; <see langword="null"/> for other objects.</summary>
    public static string? KindOf(PSObject value) =>
        value.BaseObject is PSCustomObject ? DeserializedKind.Of(value)
        : value.BaseObject.GetType() is { } type && type.Assembly == typeof(Run).Assembly ? type.Name
        : null;

    /// <summary>Whether the object is a deserialized record of this kind.</summary>
    public static bool Is<T>(PSObject value) => DeserializedKind.Of(value) == typeof(T).Name;

    // Some records refer to a record whose kind is one of their properties.
    private static string? TargetOf(PSObject value, string kind, RecordType type)
    {
        return kind switch
        {
            nameof(Artifact) => Of(nameof(Artifact.OwnerType), nameof(Artifact.OwnerId)),
            nameof(ExperimentTag) => Of(nameof(ExperimentTag.TargetType), nameof(ExperimentTag.TargetId)),
            nameof(RunInput) => Of(nameof(RunInput.Kind), nameof(RunInput.TargetId)),
            nameof(StageChange) when type == RecordType.ModelVersion => TextOf(value, nameof(StageChange.VersionId)),
            nameof(RunAlertEvent) when type == RecordType.RunAlert => TextOf(value, nameof(RunAlertEvent.AlertId)),
            _ => null,
        };

        string? Of(string kindProperty, string idProperty) =>
            $"{PlainValue.Of(value.Properties[kindProperty]?.Value)}" == $"{type}" ? TextOf(value, idProperty) : null;
    }

    /// <summary>A property that is a non-empty string, or an id of the type <see cref="Guid"/>, such as a column of a database.</summary>
    public static string? TextOf(PSObject value, string property) => PlainValue.Of(value.Properties[property]?.Value) switch
    {
        string { Length: > 0 } text => text,
        Guid id => id.ToString(),
        _ => null,
    };
}
