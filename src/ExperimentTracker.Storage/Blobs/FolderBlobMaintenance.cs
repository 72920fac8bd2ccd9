using ExperimentTracker.Contracts.Blobs;
using ExperimentTracker.Rules;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Blobs;

/// <summary>Maintenance of blobs that are files; see <see cref="BlobFolders"/>.</summary>
/// <param name="files">The paths of the store's files.</param>
internal sealed class FolderBlobMaintenance(StoreFiles files) : IBlobMaintenance
{
    private readonly BlobFolders folders = new(files);

    // The rename of a staged file into place is part of the transaction that refers to it.
    public TimeSpan Grace => TimeSpan.Zero;

    public bool HasQuarantine => true;

    public IEnumerable<BlobFile> List(CancellationToken cancellation) => FilesUnder(folders.Contents, recursive: true)
        .Select(path => new FileInfo(path))
        .Where(file => file.Exists)
        .Select(file => new BlobFile(folders.LocationOf(file.FullName), folders.DigestAt(file.FullName), file.Length, file.LastWriteTimeUtc));

    public string? DigestAt(string location) =>
        folders.DigestAt(folders.FullPath(location)) is { } digest && SizeOf(digest) is not null ? digest : null;

    public long? SizeOf(string digest) => new FileInfo(folders.PathOf(digest)) is { Exists: true } file ? file.Length : null;

    // File.Delete accepts a missing file, but not a missing folder.
    public void Delete(string digest)
    {
        if (File.Exists(folders.PathOf(digest))) File.Delete(folders.PathOf(digest));
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

    // The name of a staging file begins with that of the lock that its process holds; see FolderBlobs. Former versions moved blobs to the trash before they
    // deleted them.
    public IReadOnlyList<BlobLeftover> Leftovers(DateTime begunBefore) =>
    [
        .. FilesUnder(folders.Staging, recursive: false)
            .Where(path => Path.GetFileName(path).Split('.') is [{ } owner, { } name] && IsOurs(owner) && IsOurs(name) && FileLock.IsFree(Path.Combine(files.Locks, owner + ".lock")))
            .Select(path => new BlobLeftover(folders.LocationOf(path), null, path)),
        .. FilesUnder(folders.Trash, recursive: false)
            .Where(path => BlobFolders.DigestOf(Path.GetFileName(path)) is not null)
            .Select(path => new BlobLeftover(folders.LocationOf(path), BlobFolders.DigestOf(Path.GetFileName(path)), path)),
    ];

    public void DeleteLeftover(BlobLeftover leftover) => File.Delete(leftover.Id);

    private static bool IsOurs(string name) => Guid.TryParseExact(name, "N", out _);

    private static IEnumerable<string> FilesUnder(string folder, bool recursive) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, "*", recursive ? SearchOption.AllDirectories : SearchOption.TopDirectoryOnly)
        : [];

    private static string HashOf(string path)
    {
        using FileStream file = File.OpenRead(path);
        return ArtifactRules.DigestOf(System.Security.Cryptography.SHA256.HashData(file));
    }
}
