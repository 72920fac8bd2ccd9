using ExperimentTracker.Interop.Contents;

namespace ExperimentTracker.Interop.MLflow;

/// <summary>Where MLflow keeps artifacts: by a path, a <c>file:</c> URI, through its server (<c>mlflow-artifacts:</c>), or in a service such as <c>s3:</c>.</summary>
internal static class MLflowLocation
{
    private const int LongestScheme = 20;

    /// <summary>Whether a location is in a service, which this machine reaches only with credentials for it.</summary>
    public static bool IsRemote(string? uri) => SchemeOf(uri) is not (null or "file" or "mlflow-artifacts");

    /// <summary>
    /// The folders in which the files of a run or a logged model can be: where MLflow wrote them, if that is a path; and the places beside the source that MLflow uses
    /// by default, because sources are moved. Each ends as MLflow's do, with the id of the owner, so that a location that somebody wrote into a source cannot
    /// name an arbitrary folder of this machine.
    /// </summary>
    /// <param name="uri">The location that the source has.</param>
    /// <param name="beside">The folder that has the source; <see langword="null"/> for a source on a server.</param>
    /// <param name="experiment">The number of the experiment.</param>
    /// <param name="owner">The id of the run, or <c>models/</c> and the id of the logged model.</param>
    public static IEnumerable<string> FoldersOf(string? uri, string? beside, string experiment, string owner)
    {
        string end = $"/{owner}/artifacts";
        string id = owner[(owner.LastIndexOf('/') + 1)..];
        bool isId = id.Length >= 8 && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') && experiment.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
        if (!isId) yield break;
        if (PathOf(uri) is { } path && path.Replace('\\', '/').TrimEnd('/').EndsWith(end, StringComparison.Ordinal) && (beside is not null || Path.IsPathFullyQualified(path)))
        {
            yield return beside is null ? path : Path.GetFullPath(path, beside);
        }

        if (beside is null) yield break;
        foreach (string root in new[] { "mlruns", "mlartifacts", "" }) yield return Path.Combine(beside, root, experiment, owner, "artifacts");
    }

    /// <summary>The files of the first folder that exists and has some. Links are not followed: they could lead anywhere.</summary>
    public static IEnumerable<MLflowFile> FilesOf(IEnumerable<string> folders) =>
        folders.Where(Directory.Exists).Select(folder => LocalFiles.In(folder)).FirstOrDefault(files => files.Any())?
            .Select(file => new MLflowFile(file.Path, (contents, cancellation) => contents.AddFile(file.FullName, cancellation))) ?? [];

    private static string? PathOf(string? uri)
    {
        if (string.IsNullOrEmpty(uri)) return null;
        switch (SchemeOf(uri))
        {
            case null: return uri;
            case "file": return Uri.TryCreate(uri, UriKind.Absolute, out Uri? file) && !file.IsUnc ? file.LocalPath : null;
            default: return null;
        }
    }

    // A drive letter is no scheme.
    private static string? SchemeOf(string? uri)
    {
        int end = uri?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        return end is > 1 and < LongestScheme && uri!.AsSpan(0, end).IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.") < 0 ? uri![..end].ToLowerInvariant() : null;
    }
}
