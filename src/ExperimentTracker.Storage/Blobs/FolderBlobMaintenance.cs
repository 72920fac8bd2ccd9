using ExperimentTracker.Rules;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Blobs;

/// <summary>Maintenance of blobs that are files; see <see cref="BlobFolders"/>.</summary>
/// <param name="files">The paths of the store's files.</param>
internal sealed class FolderBlobMaintenance(StoreFiles files) : IBlobMaintenance
{
    private const string PinExtension = ".pin";

    private readonly BlobFolders folders = new(files);

    public IEnumerable<BlobFile> List() => FilesUnder(folders.Contents, recursive: true)
        .Select(path => new BlobFile(folders.LocationOf(path), folders.DigestAt(path)));

    public string? DigestAt(string location) =>
        folders.DigestAt(folders.FullPath(location)) is { } digest && SizeOf(digest) is not null ? digest : null;

    public long? SizeOf(string digest) => new FileInfo(folders.PathOf(digest)) is { Exists: true } file ? file.Length : null;

    public void MoveToTrash(string digest)
    {
        if (!File.Exists(folders.PathOf(digest))) return;
        StoreModes.CreateFolder(folders.Trash);
        File.Move(folders.PathOf(digest), folders.TrashOf(digest), overwrite: true);
    }

    public IReadOnlyList<string> Trash() =>
        [.. FilesUnder(folders.Trash, recursive: false).Select(path => BlobFolders.DigestOf(Path.GetFileName(path))).OfType<string>()];

    public void Discard(string digest)
    {
        if (File.Exists(folders.TrashOf(digest))) File.Delete(folders.TrashOf(digest));
    }

    public string? FindElsewhere(string digest)
    {
        string name = BlobFolders.NameOf(digest);
        string[] places = [folders.TrashOf(digest), .. Directory.Exists(files.Quarantine) ? Directory.GetDirectories(files.Quarantine).Select(q => Path.Combine(q, name)) : []];
        return places.Where(File.Exists).FirstOrDefault(path => HashOf(path) == digest) is { } found ? folders.LocationOf(found) : null;
    }

    public void MoveBack(string location, string digest)
    {
        StoreModes.CreateFolder(Path.GetDirectoryName(folders.PathOf(digest))!);
        File.Move(folders.FullPath(location), folders.PathOf(digest), overwrite: false);
    }

    public string MoveToQuarantine(string digest, string quarantine)
    {
        string path = Path.Combine(quarantine, BlobFolders.NameOf(digest));
        File.Move(folders.PathOf(digest), path);
        return folders.LocationOf(path);
    }

    // The name of a staging file begins with that of the lock that its process holds; see FolderBlobs.
    public IReadOnlyList<string> Abandoned() =>
        [.. FilesUnder(folders.Staging, recursive: false)
            .Where(path => Path.GetFileName(path).Split('.') is [{ } owner, { } name] && IsOurs(owner) && IsOurs(name) && FileLock.IsFree(Path.Combine(files.Locks, owner + ".lock")))
            .Select(folders.LocationOf)];

    public void DeleteAbandoned(string location) => File.Delete(folders.FullPath(location));

    public IDisposable? Pin()
    {
        try
        {
            return new HeldPin(FileLock.Create(files.Locks, PinExtension));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Without write access to the folder, no process can collect.
            return null;
        }
    }

    public bool IsPinned() => FileLock.IsAnyHeld(files.Locks, "*" + PinExtension);

    private static bool IsOurs(string name) => Guid.TryParseExact(name, "N", out _);

    private static IEnumerable<string> FilesUnder(string folder, bool recursive) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, "*", recursive ? SearchOption.AllDirectories : SearchOption.TopDirectoryOnly)
        : [];

    private static string HashOf(string path)
    {
        using FileStream file = File.OpenRead(path);
        return ArtifactRules.DigestOf(System.Security.Cryptography.SHA256.HashData(file));
    }

    // If the process is killed, the file stays until the next check deletes it.
    private sealed class HeldPin(FileStream file) : IDisposable
    {
        public void Dispose()
        {
            file.Dispose();
            FileLock.TryDelete(file.Name);
        }
    }
}
