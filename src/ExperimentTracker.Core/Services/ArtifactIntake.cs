using System.Text;
using ExperimentTracker.Contracts.Artifacts;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Json;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Services;

/// <summary>Adds files, folders and values as artifacts: stages their bytes, then commits them.</summary>
public static class ArtifactIntake
{
    /// <summary>Adds a file.</summary>
    /// <param name="store">The store.</param>
    /// <param name="draft">The owner, the key and further settings. Properties that follow from the content are set by this method.</param>
    /// <param name="path">The full path of the file.</param>
    /// <param name="progress">Receives the number of bytes that were read since the last report.</param>
    /// <param name="cancellation">Cancels the operation and deletes the staged bytes.</param>
    /// <exception cref="TrackerException">
    /// <c>FileNotFound</c>, <c>NotAFile</c>, <c>NotARegularFile</c>, <c>FileUnavailable</c>, or the errors of <see cref="IArtifactStore.Commit"/>.
    /// </exception>
    public static Artifact AddFile(
        IExperimentStore store, ArtifactDraft draft, string path, IProgress<long>? progress, CancellationToken cancellation)
    {
        using IStagedBlob blob = StageFile(store, path, progress, cancellation);
        return Commit(store, draft with { Kind = ArtifactKind.File, Blob = blob, MediaType = draft.MediaType ?? MediaTypes.Of(path) }, cancellation);
    }

    /// <summary>Returns the digest and the size of a file that is not added.</summary>
    /// <exception cref="TrackerException"><c>FileNotFound</c>, <c>NotAFile</c>, <c>NotARegularFile</c> or <c>FileUnavailable</c>.</exception>
    public static (string Digest, long Size) Measure(string path, IProgress<long>? progress, CancellationToken cancellation)
    {
        using FileStream file = Open(path);
        string digest = ArtifactReader.Copy(file, Stream.Null, progress, cancellation);
        return (digest, file.Position);
    }

    /// <summary>Adds a folder with all its files. Links whose target is inside the folder are followed.</summary>
    /// <param name="store">The store.</param>
    /// <param name="draft">The owner, the key and further settings.</param>
    /// <param name="path">The full path of the folder.</param>
    /// <param name="progress">Receives the number of bytes that were read since the last report.</param>
    /// <param name="cancellation">Cancels the operation and deletes the staged bytes.</param>
    /// <param name="warn">Receives a warning about what is in the folder and not in the artifact.</param>
    /// <exception cref="TrackerException">
    /// <c>NotAFolder</c>, <c>LinkLeavesFolder</c>, <c>NotARegularFile</c>, <c>FileUnavailable</c>, or the errors of <see cref="IArtifactStore.Commit"/>.
    /// </exception>
    public static Artifact AddFolder(
        IExperimentStore store, ArtifactDraft draft, string path, IProgress<long>? progress, CancellationToken cancellation, Action<string>? warn = null)
    {
        var staged = new List<StagedFile>();
        try
        {
            foreach ((string relative, string full) in FolderFiles.List(path, warn))
            {
                cancellation.ThrowIfCancellationRequested();
                staged.Add(new StagedFile(relative, StageFile(store, full, progress, cancellation)));
            }

            return Commit(store, draft with { Kind = ArtifactKind.Folder, Files = staged }, cancellation);
        }
        finally
        {
            foreach (StagedFile file in staged) file.Blob.Dispose();
        }
    }

    /// <summary>Adds text, as UTF-8.</summary>
    public static Artifact AddText(IExperimentStore store, ArtifactDraft draft, string text, CancellationToken cancellation) =>
        AddContent(
            store,
            draft with { Kind = ArtifactKind.Text, MediaType = draft.MediaType ?? TextMediaType(draft.Key) },
            Encoding.UTF8.GetBytes(text),
            cancellation);

    /// <summary>Adds bytes.</summary>
    public static Artifact AddBytes(IExperimentStore store, ArtifactDraft draft, byte[] bytes, CancellationToken cancellation) =>
        AddContent(store, draft with { Kind = ArtifactKind.Bytes, MediaType = draft.MediaType ?? MediaTypes.Of(draft.Key) }, bytes, cancellation);

    /// <summary>Adds a value as JSON; see <see cref="NamedValues"/> for the supported types.</summary>
    public static Artifact AddObject(IExperimentStore store, ArtifactDraft draft, object? value, CancellationToken cancellation) =>
        AddContent(
            store,
            draft with { Kind = ArtifactKind.Object, MediaType = draft.MediaType ?? MediaTypes.Json },
            Encoding.UTF8.GetBytes(JsonText.Write(value)),
            cancellation);

    private static string TextMediaType(string key) => MediaTypes.Of(key) is var known && known != MediaTypes.Binary ? known : MediaTypes.Text;

    private static Artifact AddContent(IExperimentStore store, ArtifactDraft draft, byte[] content, CancellationToken cancellation)
    {
        using IStagedBlob blob = store.Artifacts.Stage(() => new MemoryStream(content, writable: false), null, cancellation);
        return Commit(store, draft with { Blob = blob }, cancellation);
    }

    private static Artifact Commit(IExperimentStore store, ArtifactDraft draft, CancellationToken cancellation) =>
        store.Artifacts.Commit([draft], cancellation)[0];

    private static IStagedBlob StageFile(IExperimentStore store, string path, IProgress<long>? progress, CancellationToken cancellation) =>
        store.Artifacts.Stage(() => Open(path), progress, cancellation);

    private static FileStream Open(string path)
    {
        if (Directory.Exists(path)) throw ArtifactErrors.NotAFile(path);
        if (!File.Exists(path)) throw ArtifactErrors.FileNotFound(path);
        FileKinds.CheckRegular(path);
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ArtifactErrors.FileUnavailable(path, e);
        }
    }
}
