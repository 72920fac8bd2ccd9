using System.Management.Automation;
using System.Runtime.CompilerServices;
using ExperimentTracker.Stores;
namespace ExperimentTracker.Binding;

/// <summary>
/// Takes artifacts, those too that came back from a job or a file; and model versions, which name the artifact that holds them. Of such a one only the
/// id is known until it is read.
/// </summary>
public sealed class ArtifactTransformationAttribute : RecordValueAttribute
{
    private protected override object? Take(PSObject value) =>
        DeserializedRecord.Is(value, typeof(Artifact)) ? DeserializedRecord.Make(value, typeof(Artifact))
        : ForeignRecord.KindOf(value) == nameof(ModelVersion) && ForeignRecord.TextOf(value, nameof(ModelVersion.ArtifactId)) is { } id ? OfVersion(value, id)
        : null;

    private static Artifact OfVersion(PSObject version, string id)
    {
        Artifact artifact = (Artifact)RuntimeHelpers.GetUninitializedObject(typeof(Artifact)) with { Id = id };
        if (RecordOrigins.Of(version) is { } source) RecordOrigins.Note(artifact, source);
        return artifact;
    }
}
