using System.Management.Automation;
using System.Runtime.CompilerServices;
using ExperimentTracker.Stores;
namespace ExperimentTracker.Binding;

/// <summary>
/// Accepts artifacts, also deserialized ones, checks of artifacts, and model versions and inputs of runs, which refer to an artifact. For these only the
/// id of the artifact is known until it is read.
/// </summary>
public sealed class ArtifactTransformationAttribute : RecordValueAttribute
{
    private protected override object? Convert(PSObject value) => ForeignRecord.KindOf(value) switch
    {
        nameof(ArtifactCheck) => FromCheck(ForeignRecord.Unwrap(value)),
        nameof(ModelVersion) => WithId(value, ForeignRecord.TextOf(value, nameof(ModelVersion.ArtifactId))),
        nameof(RunInput) when $"{PlainValue.Of(value.Properties[nameof(RunInput.Kind)]?.Value)}" == nameof(RunInputKind.Artifact) =>
            WithId(value, ForeignRecord.TextOf(value, nameof(RunInput.TargetId))),
        _ => FromDeserialized(value),
    };

    private static object? FromCheck(PSObject artifact) => artifact.BaseObject as Artifact ?? FromDeserialized(artifact);

    private static object? FromDeserialized(PSObject value) =>
        DeserializedRecord.Is(value, typeof(Artifact)) ? DeserializedRecord.Make(value, typeof(Artifact)) : null;

    private static Artifact? WithId(PSObject record, string? id)
    {
        if (id is null) return null;
        Artifact artifact = (Artifact)RuntimeHelpers.GetUninitializedObject(typeof(Artifact)) with { Id = id };
        if (RecordOrigins.Of(record) is { } source) RecordOrigins.Set(artifact, source);
        return artifact;
    }
}
