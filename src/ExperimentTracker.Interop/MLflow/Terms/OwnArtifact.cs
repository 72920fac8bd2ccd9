using ExperimentTracker.Transfer;

namespace ExperimentTracker.Interop.MLflow.Terms;

/// <summary>An artifact of a run.</summary>
internal sealed record OwnArtifact
{
    /// <summary>The artifact, without the files of a folder.</summary>
    public required TransferArtifact Artifact { get; init; }

    /// <summary>The path of the file, or of the folder, in MLflow; <see langword="null"/> if MLflow does not have the content.</summary>
    public string? Path { get; init; }

    /// <summary>Makes the record of an artifact.</summary>
    public static OwnArtifact Of(TransferArtifact item, string? path) =>
        new() { Artifact = item with { Files = [], Artifact = item.Artifact with { EpochId = null, ResultId = null } }, Path = path };
}
