using System.Security.Cryptography;

namespace ExperimentTracker.Storage.Artifacts;

/// <summary>Contents as files: <c>artifacts/sha256/ab/cd…</c>, staged under <c>artifacts/staging</c> on the same volume.</summary>
internal sealed class FolderBlobs(string folder) : IBlobs
{
    private const int BufferSize = 1 << 20;

    private string Staging => Path.Combine(folder, "staging");

    public IStagedBlob Stage(Stream content, IProgress<long>? progress, CancellationToken cancellation)
    {
        string path = Path.Combine(Staging, Guid.NewGuid().ToString("N"));
        try
        {
            Directory.CreateDirectory(Staging);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            long size = 0;
            using (FileStream file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                byte[] buffer = new byte[BufferSize];
                int read;
                while ((read = content.Read(buffer)) > 0)
                {
                    cancellation.ThrowIfCancellationRequested();
                    hash.AppendData(buffer, 0, read);
                    file.Write(buffer, 0, read);
                    size += read;
                    progress?.Report(read);
                }

                file.Flush(flushToDisk: true);
            }

            return new Staged(path, ArtifactRules.DigestOf(hash.GetHashAndReset()), size);
        }
        catch (Exception e)
        {
            if (File.Exists(path)) File.Delete(path);
            if (e is IOException or UnauthorizedAccessException) throw StoreErrors.Unavailable(folder, e);
            throw;
        }
    }

    public void Keep(IStagedBlob staged)
    {
        if (!File.Exists(PathOf(staged.Digest))) Move((Staged)staged, overwrite: false);
    }

    public void Replace(IStagedBlob staged) => Move((Staged)staged, overwrite: true);

    public Stream? Open(string digest)
    {
        try
        {
            return new FileStream(PathOf(digest), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public string LocationOf(string digest) => Path.GetRelativePath(Path.GetDirectoryName(folder)!, PathOf(digest)).Replace('\\', '/');

    private string PathOf(string digest) => Path.GetFullPath(ArtifactRules.ContentPath(digest), folder);

    private void Move(Staged staged, bool overwrite)
    {
        string path = PathOf(staged.Digest);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Move(staged.Path, path, overwrite);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.Unavailable(folder, e);
        }
    }

    private sealed class Staged(string path, string digest, long size) : IStagedBlob
    {
        public string Path { get; } = path;

        public string Digest { get; } = digest;

        public long Size { get; } = size;

        public void Dispose() => File.Delete(Path);
    }
}
