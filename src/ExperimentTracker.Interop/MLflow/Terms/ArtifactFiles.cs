using System.Globalization;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Interop.MLflow.Terms;

/// <summary>The files of an artifact below the artifacts of a run. MLflow has paths only, so a step becomes a part of the name.</summary>
internal static class ArtifactFiles
{
    /// <summary>Returns the path and the digest of each file whose content a store can have.</summary>
    public static IEnumerable<(string Path, string Digest)> Of(TransferArtifact item)
    {
        Artifact artifact = item.Artifact;
        string key = PathOf(artifact);
        if (artifact.Kind == ArtifactKind.Folder) return item.Files.Select(f => ($"{key}/{f.Path}", f.Digest));
        return artifact is { IsStored: true, Digest: { } digest } ? [(key, digest)] : [];
    }

    /// <summary>The path of the file, or of the folder.</summary>
    public static string PathOf(Artifact artifact) => artifact.Step is { } step ? WithStep(artifact.Key, step) : artifact.Key;

    private static string WithStep(string key, long step)
    {
        string extension = System.IO.Path.GetExtension(key);
        return string.Create(CultureInfo.InvariantCulture, $"{key[..^extension.Length]}-step-{step}{extension}");
    }
}
