using System.Management.Automation;
using System.Runtime.CompilerServices;
using ExperimentTracker.Session;

namespace ExperimentTracker.Binding;

/// <summary>
/// Takes artifacts, those too that came back from a job or a file; and model versions, which name the artifact that holds them. Of such a one only the
/// id is known until it is read.
/// </summary>
public sealed class ArtifactTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => inputData switch
    {
        object[] list => list.Select(item => Transform(engineIntrinsics, item)).ToArray(),
        _ when DeserializedRecord.Is(inputData, typeof(Artifact)) => DeserializedRecord.Make((PSObject)inputData, typeof(Artifact)),
        _ when PSObject.AsPSObject(inputData) is var record && ForeignRecord.KindOf(record) == nameof(ModelVersion) => OfVersion(record) ?? inputData,
        _ => inputData,
    };

    private static Artifact? OfVersion(PSObject version)
    {
        if (ForeignRecord.TextOf(version, nameof(ModelVersion.ArtifactId)) is not { } id) return null;
        var artifact = (Artifact)RuntimeHelpers.GetUninitializedObject(typeof(Artifact));
        artifact = artifact with { Id = id };
        if (RecordOrigins.Of(version) is { } source) RecordOrigins.Note(artifact, source);
        return artifact;
    }
}
