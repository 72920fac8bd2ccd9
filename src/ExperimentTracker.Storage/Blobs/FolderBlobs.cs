using ExperimentTracker.Contracts.Blobs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Blobs;

/// <summary>Blobs as files; see <see cref="BlobFolders"/>.</summary>
/// <param name="files">The paths of the store's files.</param>
/// <param name="options">The options of the engine.</param>
internal sealed class FolderBlobs(StoreFiles files, EngineOptions options) : IBlobs
{
    private readonly BlobFolders folders = new(files);

    public IStagedBytes Stage(Stream content, BlobStaging staging, CancellationToken cancellation)
    {
        // Named after the lock of this process, so that leftovers can be distinguished from files that are still to be committed.
        string owner = Path.GetFileNameWithoutExtension(ProcessLock.Acquire(files.Locks));
        string path = Path.Combine(folders.Staging, $"{owner}.{Guid.NewGuid():N}");
        try
        {
            StoreModes.CreateFolder(folders.Staging);
            string digest;
            long size;
            using (FileStream file = StoreModes.Open(path, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                (digest, size) = HashedCopy.To(file, content, options, staging.Progress, cancellation);
            }

            options.Reached(FaultPoints.Staged);
            return new Staged(path, digest, size);
        }
        catch (Exception e)
        {
            if (File.Exists(path)) File.Delete(path);
            if (e is IOException or UnauthorizedAccessException) throw StoreErrors.Unavailable(files.Folder, e);
            throw;
        }
    }

    public void Keep(IStagedBytes staged, bool replace)
    {
        if (replace || !Has(staged.Digest)) Move((Staged)staged, replace);
    }

    public bool Has(string digest) => File.Exists(folders.PathOf(digest));

    public Stream? Open(string digest)
    {
        try
        {
            return new FileStream(folders.PathOf(digest), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public string LocationOf(string digest) => folders.LocationOf(folders.PathOf(digest));

    public void Dispose()
    {
    }

    private void Move(Staged staged, bool overwrite)
    {
        string path = folders.PathOf(staged.Digest);
        try
        {
            StoreModes.CreateFolder(Path.GetDirectoryName(path)!);
            File.Move(staged.Path, path, overwrite);
            options.Reached(FaultPoints.Moved);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.Unavailable(files.Folder, e);
        }
    }

    private sealed class Staged(string path, string digest, long size) : IStagedBytes
    {
        public string Path { get; } = path;

        public string Digest { get; } = digest;

        public long Size { get; } = size;

        public bool IsWritten => true;

        public void Dispose() => File.Delete(Path);
    }
}
