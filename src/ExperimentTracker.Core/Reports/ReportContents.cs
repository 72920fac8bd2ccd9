using System.Text;
using ExperimentTracker.Classification;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Rules;
using ExperimentTracker.Services;

namespace ExperimentTracker.Reports;

/// <summary>Finds what a report shows of artifacts. Images are recognised by their bytes, not by their name.</summary>
internal static class ReportContents
{
    // An SVG file can start with a declaration, a document type and comments.
    private const int SvgPrologue = 1024;

    /// <summary>Returns the images of an artifact or of the files of a folder, or what was measured of predictions, as far as they fit into the budget.</summary>
    public static IReadOnlyList<ReportContent> Of(IExperimentStore store, Artifact artifact, ContentBudget budget, CancellationToken cancellation)
    {
        if (!artifact.IsStored) return [];
        IEnumerable<(string? File, long Size)> candidates = artifact.Kind == ArtifactKind.Folder
            ? store.Artifacts.Files(artifact.Id, cancellation).Where(f => IsImage(MediaTypes.Of(f.Path))).Select(f => ((string?)f.Path, f.Size))
            : IsDrawn(artifact) || IsImage(artifact.MediaType ?? MediaTypes.Of(artifact.Key)) ? [(null, artifact.Size ?? 0)] : [];
        return [.. candidates.Where(c => budget.Admit(c.Size)).Select(c => Read(store, artifact, c.File, cancellation)).OfType<ReportContent>()];
    }

    private static bool IsDrawn(Artifact artifact) => artifact.Type is ConfusionMatrix.ArtifactType or PrecisionRecallCurve.ArtifactType && artifact.Kind != ArtifactKind.Folder;

    private static bool IsImage(string mediaType) => mediaType.StartsWith("image/", StringComparison.OrdinalIgnoreCase);

    private static ReportContent? Read(IExperimentStore store, Artifact artifact, string? file, CancellationToken cancellation)
    {
        try
        {
            byte[] bytes = ArtifactReader.ReadBytes(store, artifact, file, cancellation);
            return (IsDrawn(artifact) ? "application/json" : Recognize(bytes)) is { } mediaType ? new ReportContent(file, mediaType, bytes) : null;
        }
        catch (TrackerException error) when (error.Kind == TrackerErrorKind.Corrupt)
        {
            // A damaged artifact is omitted; Test-Artifact reports the damage.
            return null;
        }
    }

    // Source: the signatures in WHATWG's MIME Sniffing Standard, section 6.1.
    private static string? Recognize(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]) ? "image/png"
        : bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? "image/jpeg"
        : bytes.StartsWith("GIF87a"u8) || bytes.StartsWith("GIF89a"u8) ? "image/gif"
        : bytes.Length > 12 && bytes.StartsWith("RIFF"u8) && bytes[8..].StartsWith("WEBP"u8) ? "image/webp"
        : IsSvg(Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, SvgPrologue)])) ? "image/svg+xml"
        : null;

    private static bool IsSvg(string beginning) =>
        beginning.TrimStart('\uFEFF', ' ', '\n', '\r', '\t').StartsWith('<') && beginning.Contains("<svg", StringComparison.Ordinal);
}
