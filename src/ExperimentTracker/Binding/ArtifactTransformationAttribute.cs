using System.Management.Automation;
using System.Runtime.CompilerServices;
using ExperimentTracker.Stores;
namespace ExperimentTracker.Binding;

/// <summary>
/// Accepts artifacts, also deserialized ones, and model versions, which refer to an artifact. For a model version only the id of the artifact is
/// known until it is read.
/// </summary>
public sealed class ArtifactTransformationAttribute : RecordValueAttribute
{
    private protected override object? Convert(PSObject value) =>
        DeserializedRecord.Is(value, typeof(Artifact)) ? DeserializedRecord.Make(value, typeof(Artifact))
        : ForeignRecord.KindOf(value) == nameof(ModelVersion) && ForeignRecord.TextOf(value, nameof(ModelVersion.ArtifactId)) is { } id ? OfVersion(value, id)
        : null;

    private static Artifact OfVersion(PSObject version, string id)
    {
        Artifact artifact = (Artifact)RuntimeHelpers.GetUninitializedObject(typeof(Artifact)) with { Id = id };
        if (RecordOrigins.Of(version) is { } source) RecordOrigins.Set(artifact, source);
        return artifact;
    }
}
