using System.Security.Cryptography;
using System.Text;
using ExperimentTracker.Rules;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Blobs;

/// <summary>The paths of blobs: <c>artifacts/sha256/ab/cd…</c>, with the folders for staging and trash on the same volume.</summary>
/// <param name="files">The paths of the store's files.</param>
internal sealed class BlobFolders(StoreFiles files)
{
    public string Contents => Path.Combine(files.Artifacts, "sha256");

    public string Staging => Path.Combine(files.Artifacts, "staging");

    public string Trash => Path.Combine(files.Artifacts, "trash");

    public string PathOf(string digest)
    {
        string hex = NameOf(digest);
        return Path.Combine(Contents, hex[..2], hex[2..]);
    }

    public string TrashOf(string digest) => Path.Combine(Trash, NameOf(digest));

    /// <summary>A path within the store, <c>/</c>-separated.</summary>
    public string LocationOf(string path) => Path.GetRelativePath(files.Folder, path).Replace('\\', '/');

    /// <summary>The full path of a location within the store.</summary>
    public string FullPath(string location) => Path.Combine(files.Folder, location);

    /// <summary>The digest that follows from a file's path among the blobs, or <see langword="null"/>.</summary>
    public string? DigestAt(string path)
    {
        string[] parts = Path.GetRelativePath(Contents, path).Split(Path.DirectorySeparatorChar);
        return parts is [{ Length: 2 }, _] ? DigestOf(parts[0] + parts[1]) : null;
    }

    /// <summary>
    /// The file name of a blob: the hexadecimal digits of its digest. A database that another program wrote can contain anything in place of a
    /// digest; that gives a name too, but no blob has it.
    /// </summary>
    public static string NameOf(string digest) => ArtifactRules.IsDigest(digest)
        ? ArtifactRules.HexOf(digest)
        : "no-digest-" + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(digest)));

    /// <summary>The digest of hexadecimal digits, or <see langword="null"/> for any other string.</summary>
    public static string? DigestOf(string hex) =>
        hex.Length == 64 && hex.AsSpan().IndexOfAnyExcept("0123456789abcdef") < 0 ? ArtifactRules.DigestPrefix + hex : null;
}
