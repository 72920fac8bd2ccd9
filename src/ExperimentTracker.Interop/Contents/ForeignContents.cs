using System.Security.Cryptography;
using ExperimentTracker.Rules;
using ExperimentTracker.Values;

namespace ExperimentTracker.Interop.Contents;

/// <summary>
/// The bytes of a source by their digest: files that stay where they are, and bytes that are not in a file of their own, which are kept in a temporary folder
/// until the source is disposed of.
/// </summary>
internal sealed class ForeignContents : IDisposable
{
    private readonly Dictionary<string, long> sizes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Path, long Offset)> parts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ForeignFile> known = new(StringComparer.Ordinal);
    private string? temporary;

    /// <summary>The size in bytes of each content, by digest.</summary>
    public IReadOnlyDictionary<string, long> Sizes => sizes;

    /// <summary>Adds a file, which must not change before the import ends: a store refuses bytes that do not match the digest.</summary>
    /// <returns>Its digest and size, or <see langword="null"/> if it cannot be read. A file that was added is not read again.</returns>
    public ForeignFile? AddFile(string path, CancellationToken cancellation)
    {
        if (known.TryGetValue(path, out ForeignFile? before)) return before;
        try
        {
            using FileStream stream = OpenFile(path);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            byte[] buffer = new byte[1 << 17];
            long size = 0;
            for (int read; (read = stream.Read(buffer)) > 0; size += read)
            {
                cancellation.ThrowIfCancellationRequested();
                hash.AppendData(buffer, 0, read);
            }

            return known[path] = Keep(hash.GetHashAndReset(), size, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Adds a part of a file, which is read again when it is copied.</summary>
    /// <param name="path">The file, which must not change before the import ends.</param>
    /// <param name="offset">The place of the bytes in it.</param>
    /// <param name="bytes">The bytes.</param>
    public ForeignFile AddPart(string path, long offset, ReadOnlySpan<byte> bytes)
    {
        string digest = ArtifactRules.DigestOf(SHA256.HashData(bytes));
        sizes[digest] = bytes.Length;
        parts.TryAdd(digest, (path, offset));
        return new(digest, bytes.Length);
    }

    /// <summary>Adds bytes that are not in a file of their own.</summary>
    public ForeignFile AddBytes(ReadOnlySpan<byte> bytes)
    {
        byte[] hash = SHA256.HashData(bytes);
        if (sizes.TryGetValue(ArtifactRules.DigestOf(hash), out long known)) return new(ArtifactRules.DigestOf(hash), known);
        string path = NewFile();
        using (FileStream file = PrivateFiles.Open(path, FileMode.CreateNew, FileAccess.Write, FileShare.None)) file.Write(bytes);
        return Keep(hash, bytes.Length, path);
    }

    /// <summary>Adds the bytes that a stream has until its end, such as an answer of a server.</summary>
    public ForeignFile AddStream(Stream stream, CancellationToken cancellation)
    {
        string path = NewFile();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[1 << 17];
        long size = 0;
        using (FileStream file = PrivateFiles.Open(path, FileMode.CreateNew, FileAccess.Write, FileShare.None))
        {
            for (int read; (read = stream.Read(buffer)) > 0; size += read)
            {
                cancellation.ThrowIfCancellationRequested();
                hash.AppendData(buffer, 0, read);
                file.Write(buffer, 0, read);
            }
        }

        return Keep(hash.GetHashAndReset(), size, path);
    }

    /// <summary>Opens a content.</summary>
    /// <returns>The bytes, or <see langword="null"/> if they are no longer there.</returns>
    public Stream? Open(string digest)
    {
        try
        {
            if (files.TryGetValue(digest, out string? path)) return OpenFile(path);
            return parts.TryGetValue(digest, out (string Path, long Offset) part) ? ReadPart(part.Path, part.Offset, sizes[digest]) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (temporary is not null && Directory.Exists(temporary)) Directory.Delete(temporary, recursive: true);
        temporary = null;
    }

    private static FileStream OpenFile(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);

    private static MemoryStream ReadPart(string path, long offset, long size)
    {
        using FileStream file = OpenFile(path);
        file.Position = offset;
        byte[] bytes = new byte[size];
        return new MemoryStream(bytes, 0, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false), writable: false);
    }

    private ForeignFile Keep(byte[] hash, long size, string path)
    {
        string digest = ArtifactRules.DigestOf(hash);
        sizes[digest] = size;
        files.TryAdd(digest, path);
        return new ForeignFile(digest, size);
    }

    private string NewFile()
    {
        temporary ??= Directory.CreateTempSubdirectory("import-").FullName;
        return Path.Combine(temporary, Guid.NewGuid().ToString("N"));
    }
}

/// <summary>A content.</summary>
/// <param name="Digest">The digest.</param>
/// <param name="Size">The size in bytes.</param>
internal sealed record ForeignFile(string Digest, long Size);
