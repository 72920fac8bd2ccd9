using ExperimentTracker.Interop.Contents;
using ExperimentTracker.Rules;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Interop.MLflow;

/// <summary>The files of a run's artifacts or of a logged model, whose bytes were read.</summary>
internal sealed class MLflowFound
{
    private readonly List<(string Path, string Reason)> problems = [];

    public MLflowFound(IEnumerable<MLflowFile> files, ForeignContents contents, CancellationToken cancellation)
    {
        var read = new List<ArtifactFile>();
        var paths = new HashSet<string>(StringComparer.Ordinal);
        foreach (MLflowFile file in files)
        {
            cancellation.ThrowIfCancellationRequested();
            if (Problem(file.Path) is { } why) problems.Add((file.Path, why));
            else if (!paths.Add(file.Path)) continue;
            else if (file.Add(contents, cancellation) is not { } added) problems.Add((file.Path, "it cannot be read"));
            else read.Add(new ArtifactFile { Path = file.Path, Size = added.Size, Digest = added.Digest });
        }

        Files = [.. read.OrderBy(f => f.Path, StringComparer.Ordinal)];
    }

    /// <summary>All files, by their path.</summary>
    public IReadOnlyList<ArtifactFile> Files { get; }

    /// <summary>The files by the first segment of their path; the path of a file at the top is empty.</summary>
    public IEnumerable<(string Top, IReadOnlyList<ArtifactFile> Files)> Tops => TopsOf(Files);

    /// <summary>Whether there is none.</summary>
    public bool IsEmpty => Files.Count == 0;

    /// <summary>Files by the first segment of their path.</summary>
    public static IEnumerable<(string Top, IReadOnlyList<ArtifactFile> Files)> TopsOf(IEnumerable<ArtifactFile> files) =>
        files.GroupBy(f => f.Path.Split('/')[0]).Select(g => (g.Key, (IReadOnlyList<ArtifactFile>)[.. g.Select(f => f with { Path = f.Path[g.Key.Length..].TrimStart('/') })]));

    /// <summary>Reports the files that were left out.</summary>
    public void Report(string owner, TransferLosses losses)
    {
        foreach ((string path, string reason) in problems) losses.Add("file of an artifact", reason, $"{path} of {owner}");
    }

    private static string? Problem(string path)
    {
        try
        {
            ArtifactRules.CheckFilePath(path);
            return null;
        }
        catch (TrackerException e)
        {
            return e.Message;
        }
    }
}
