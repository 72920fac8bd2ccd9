using System.Security.Cryptography;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Services;

/// <summary>Reads the bytes of artifacts and verifies them; bytes that do not match their digest are never returned.</summary>
public static class ArtifactReader
{
    private const int BufferSize = 1 << 20;

    /// <summary>Checks all bytes of an artifact against its digest.</summary>
    public static ArtifactCheck Check(IExperimentStore store, Artifact artifact, IProgress<long>? progress, CancellationToken cancellation)
    {
        if (!artifact.IsStored) return new ArtifactCheck { Artifact = artifact, Health = ArtifactHealth.NotStored };
        foreach ((string? path, string digest) in Contents(store, artifact, cancellation))
        {
            using Stream? content = store.Artifacts.Open(digest);
            ArtifactHealth health = content is null ? ArtifactHealth.Missing
                : Copy(content, Stream.Null, progress, cancellation) == digest ? ArtifactHealth.Intact
                : ArtifactHealth.Corrupt;
            if (health != ArtifactHealth.Intact) return new ArtifactCheck { Artifact = artifact, Health = health, Digest = digest, File = path };
        }

        return new ArtifactCheck { Artifact = artifact, Health = ArtifactHealth.Intact };
    }

    /// <summary>Returns the verified bytes of an artifact, or of one file of a folder.</summary>
    /// <param name="store">The store.</param>
    /// <param name="artifact">The artifact.</param>
    /// <param name="file">The path within a folder; <see langword="null"/> for other kinds.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    /// <exception cref="TrackerException">
    /// <c>ArtifactNotStored</c>, <c>ArtifactIsFolder</c>, <c>ArtifactFileNotFound</c>, <c>ArtifactMissing</c> or <c>ArtifactCorrupt</c>.
    /// </exception>
    public static byte[] ReadBytes(IExperimentStore store, Artifact artifact, string? file, CancellationToken cancellation)
    {
        using var bytes = new MemoryStream();
        CopyChecked(store, artifact, DigestOf(store, artifact, file, cancellation), bytes, null, cancellation);
        return bytes.ToArray();
    }

    /// <summary>Returns the bytes of a file, or of one file of a folder, as text; <see langword="null"/> if it is not text (see <see cref="TextContent"/>).</summary>
    public static string? ReadText(Artifact artifact, string? file, byte[] bytes) =>
        TextContent.Read(file is null ? artifact.MediaType : MediaTypes.Of(file), bytes);

    /// <summary>
    /// Writes an artifact to a file or, for a folder, into a folder. Everything is first written to temporary files and verified, so a damaged
    /// artifact leaves no files.
    /// </summary>
    /// <param name="store">The store.</param>
    /// <param name="artifact">The artifact.</param>
    /// <param name="destination">The full path of the file or folder to create.</param>
    /// <param name="overwrite">Whether to replace existing files.</param>
    /// <param name="progress">Receives the number of bytes that were written since the last report.</param>
    /// <param name="cancellation">Cancels the operation and deletes the temporary files.</param>
    /// <param name="within">
    /// The folder that must contain all written files, even if it contains links; <see langword="null"/> for the folder of the destination.
    /// </param>
    /// <exception cref="TrackerException">
    /// <c>DestinationExists</c>, <c>LinkLeavesFolder</c>, <c>FileUnavailable</c>, <c>ArtifactNotStored</c>, <c>ArtifactMissing</c> or <c>ArtifactCorrupt</c>.
    /// </exception>
    public static void Save(
        IExperimentStore store, Artifact artifact, string destination, bool overwrite, IProgress<long>? progress, CancellationToken cancellation,
        string? within = null)
    {
        if (!artifact.IsStored) throw ArtifactErrors.NotStored(artifact.Key, artifact.Location);
        (string From, string To)[] files = artifact.Kind == ArtifactKind.Folder
            ? PathsIn(destination, store.Artifacts.Files(artifact.Id, cancellation))
            : [(artifact.Digest!, destination)];
        RefuseLinks(files.Select(f => f.To), within ?? (artifact.Kind == ArtifactKind.Folder ? destination : Path.GetDirectoryName(destination)!));
        if (!overwrite && files.FirstOrDefault(f => Path.Exists(f.To)) is { To: not null } outcome) throw ArtifactErrors.DestinationExists(outcome.To);
        var written = new List<(string Part, string To)>();
        var made = new Stack<string>();
        try
        {
            foreach ((string digest, string to) in files)
            {
                MakeFolder(Path.GetDirectoryName(to)!, made);
                string part = Path.Combine(Path.GetDirectoryName(to)!, $"{Guid.NewGuid():N}.part"); // a separate name: the name of the file may leave no room for a suffix
                written.Add((part, to));
                using FileStream stream = new(part, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
                CopyChecked(store, artifact, digest, stream, progress, cancellation);
            }

            if (artifact.Kind == ArtifactKind.Folder) Directory.CreateDirectory(destination);
            foreach ((string part, string to) in written) File.Move(part, to, overwrite);
            made.Clear();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ArtifactErrors.FileUnavailable(destination, e);
        }
        finally
        {
            foreach ((string part, _) in written) File.Delete(part);
            foreach (string folder in made.Where(f => !Directory.EnumerateFileSystemEntries(f).Any())) Directory.Delete(folder);
        }
    }

    private static (string From, string To)[] PathsIn(string folder, IReadOnlyList<ArtifactFile> files)
    {
        IReadOnlyDictionary<string, string> paths = DistinctPaths.Of(files.Select(f => f.Path));
        return [.. files.Select(f => (f.Digest, Path.Combine(folder, paths[f.Path])))];
    }

    // A link that another user put into the folder must not redirect what is written. A link in place of a file is replaced.
    private static void RefuseLinks(IEnumerable<string> files, string folder)
    {
        try
        {
            string root = RealPaths.Of(folder);
            foreach (string parent in files.Select(f => Path.GetDirectoryName(f)!).Distinct(StringComparer.Ordinal))
            {
                string resolved = RealPaths.Of(parent);
                if (resolved != root && !RealPaths.IsWithin(resolved, root)) throw ArtifactErrors.LinkLeavesFolder(parent, folder);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ArtifactErrors.FileUnavailable(folder, e);
        }
    }

    // Records the folders that were created.
    private static void MakeFolder(string folder, Stack<string> made)
    {
        if (Directory.Exists(folder)) return;
        if (Path.GetDirectoryName(folder) is { } parent) MakeFolder(parent, made);
        Directory.CreateDirectory(folder);
        made.Push(folder);
    }

    private static string DigestOf(IExperimentStore store, Artifact artifact, string? file, CancellationToken cancellation)
    {
        if (!artifact.IsStored) throw ArtifactErrors.NotStored(artifact.Key, artifact.Location);
        if (artifact.Kind != ArtifactKind.Folder)
        {
            return file is null ? artifact.Digest! : throw ArtifactErrors.FileInFolderNotFound(file, artifact.Key);
        }

        if (file is null) throw ArtifactErrors.IsFolder(artifact.Key);
        string path = file.Replace('\\', '/');
        return store.Artifacts.Files(artifact.Id, cancellation).FirstOrDefault(f => f.Path == path)?.Digest
            ?? throw ArtifactErrors.FileInFolderNotFound(file, artifact.Key);
    }

    private static IEnumerable<(string? Path, string Digest)> Contents(IExperimentStore store, Artifact artifact, CancellationToken cancellation) =>
        artifact.Kind == ArtifactKind.Folder
            ? store.Artifacts.Files(artifact.Id, cancellation).Select(f => ((string?)f.Path, f.Digest))
            : [(null, artifact.Digest!)];

    private static void CopyChecked(
        IExperimentStore store, Artifact artifact, string digest, Stream to, IProgress<long>? progress, CancellationToken cancellation)
    {
        string owner = $"artifact '{artifact.Key}' of {artifact.Owner}";
        using Stream content = store.Artifacts.Open(digest) ?? throw ArtifactErrors.Missing(digest, owner);
        if (Copy(content, to, progress, cancellation) != digest) throw ArtifactErrors.Corrupt(digest, owner);
    }

    /// <summary>Copies bytes and returns their digest.</summary>
    internal static string Copy(Stream from, Stream to, IProgress<long>? progress, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[BufferSize];
        int read;
        while ((read = from.Read(buffer)) > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            hash.AppendData(buffer, 0, read);
            to.Write(buffer, 0, read);
            progress?.Report(read);
        }

        return ArtifactRules.DigestOf(hash.GetHashAndReset());
    }
}
