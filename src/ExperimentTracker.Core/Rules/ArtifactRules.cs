using System.Globalization;
using System.Text;

namespace ExperimentTracker.Rules;

/// <summary>Rules for artifact keys, digests and file names.</summary>
public static class ArtifactRules
{
    /// <summary>The prefix of a digest.</summary>
    public const string DigestPrefix = "sha256:";

    /// <summary>The largest valid size in bytes: a pebibyte, so that sums of many sizes do not overflow.</summary>
    public const long LargestSize = 1L << 50;

    private const int DigestDigits = 64;
    private const int MostFilePath = 4096;

    private static readonly HashSet<string> ReservedOnWindows = new(StringComparer.OrdinalIgnoreCase)
    {
        "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$",
        "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9", "COM¹", "COM²", "COM³",
        "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9", "LPT¹", "LPT²", "LPT³",
    };

    /// <summary>Returns the key in normalised form: <c>/</c>-separated segments without drive letter, leading slash, <c>.</c> or <c>..</c>.</summary>
    /// <exception cref="TrackerException"><c>InvalidArtifactKey</c>.</exception>
    public static string CheckKey(string? key)
    {
        if (Names.Problem(key) is { } why) throw ArtifactErrors.Key(key, why);
        string path = key!.Replace('\\', '/');
        if (path.StartsWith('/')) throw ArtifactErrors.Key(key, "it is an absolute path");
        if (path.Length > 1 && path[1] == ':' && char.IsAsciiLetter(path[0])) throw ArtifactErrors.Key(key, "it begins with a drive letter");
        string[] segments = path.Split('/');
        if (segments.Any(s => s.Length == 0)) throw ArtifactErrors.Key(key, "it has an empty segment");
        if (segments.Any(s => s is "." or "..")) throw ArtifactErrors.Key(key, "'.' and '..' are not segments");
        return path;
    }

    /// <summary>
    /// Returns the path of a file within a folder if it is valid: <c>/</c>-separated segments, none of them empty, <c>.</c> or <c>..</c>. All other
    /// names that some system allows are valid.
    /// </summary>
    /// <exception cref="TrackerException"><c>InvalidArtifactKey</c>.</exception>
    public static string CheckFilePath(string? path)
    {
        if (string.IsNullOrEmpty(path)) throw ArtifactErrors.Key(path, "it is empty");
        if (path.Length > MostFilePath) throw ArtifactErrors.Key(path[..80] + "…", $"it has {path.Length} characters, and {MostFilePath} are allowed");
        if (path.Contains('\0', StringComparison.Ordinal)) throw ArtifactErrors.Key(path, "it has a NUL character");
        if (!Names.IsUnicode(path)) throw ArtifactErrors.Key(path, "it has half of a surrogate pair, which is not valid Unicode");
        if (path.Split('/').Any(s => s is "" or "." or "..")) throw ArtifactErrors.Key(path, "it is absolute, or has a segment that is empty, '.' or '..'");
        return path;
    }

    /// <summary>Returns the digest in normalised form: with its prefix, in lower case. Get-FileHash and sha256sum omit the prefix.</summary>
    /// <exception cref="TrackerException"><c>InvalidDigest</c>: not 64 hexadecimal digits, with or without <c>sha256:</c>.</exception>
    public static string CheckDigest(string? digest)
    {
        string text = digest?.Trim().ToLowerInvariant() ?? "";
        if (text.Length == DigestDigits) text = DigestPrefix + text;
        return IsDigest(text) ? text : throw ArtifactErrors.Digest(digest);
    }

    /// <summary>Returns the size if it is valid.</summary>
    /// <exception cref="TrackerException"><c>InvalidSize</c>: negative, or more than <see cref="LargestSize"/>.</exception>
    public static long? CheckSize(long? size) => size is null or (>= 0 and <= LargestSize) ? size : throw ArtifactErrors.Size(size.Value);

    /// <summary>Whether the string is a digest in normalised form: <c>sha256:</c> and 64 hexadecimal digits in lower case.</summary>
    public static bool IsDigest(string text) =>
        text.StartsWith(DigestPrefix, StringComparison.Ordinal)
        && text.Length == DigestPrefix.Length + DigestDigits
        && text.AsSpan(DigestPrefix.Length).IndexOfAnyExcept("0123456789abcdef") < 0;

    /// <summary>The digest of a SHA-256 hash: <c>sha256:</c> and its hexadecimal digits.</summary>
    public static string DigestOf(ReadOnlySpan<byte> hash) => DigestPrefix + Convert.ToHexString(hash).ToLowerInvariant();

    /// <summary>The hexadecimal digits of a digest.</summary>
    public static string HexOf(string digest) => digest[DigestPrefix.Length..];

    /// <summary>The path of a blob within a folder of blobs: <c>sha256/ab/cd…</c></summary>
    public static string ContentPath(string digest) => $"sha256/{HexOf(digest)[..2]}/{HexOf(digest)[2..]}";

    /// <summary>
    /// The digest of a folder: SHA-256 over one line per file, <c>digest size path</c> and a line feed in UTF-8, sorted by path. A path with a line
    /// feed or a backslash is escaped, and its line begins with a backslash, as sha256sum does it. So no name can imitate two files.
    /// </summary>
    public static string FolderDigest(IEnumerable<ArtifactFile> files)
    {
        var manifest = new StringBuilder();
        foreach (ArtifactFile file in files.OrderBy(f => f.Path, StringComparer.Ordinal))
        {
            bool escaped = file.Path.AsSpan().IndexOfAny('\n', '\\') >= 0;
            string path = escaped ? file.Path.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal) : file.Path;
            manifest.Append(CultureInfo.InvariantCulture, $"{(escaped ? "\\" : "")}{file.Digest} {file.Size} {path}\n");
        }

        return DigestOf(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(manifest.ToString())));
    }

    /// <summary>
    /// Converts a key or file name to a path that every supported system can create: reserved characters, trailing dots and spaces, and the device
    /// names of Windows are replaced with an underscore.
    /// </summary>
    public static string SafePath(string key) => string.Join('/', key.Split('/').Select(SafeSegment));

    private static string SafeSegment(string segment)
    {
        var safe = new StringBuilder(segment.Length);
        if (segment.Length == 0) return "_"; // so that no key, whatever its source, is an absolute path
        foreach (char c in segment) safe.Append(c < ' ' || "<>:\"|?*\\".Contains(c, StringComparison.Ordinal) ? '_' : c);
        string text = safe.ToString();
        if (text.EndsWith('.') || text.EndsWith(' ')) text += "_";
        string stem = text.Split('.')[0].TrimEnd(' ');
        return ReservedOnWindows.Contains(stem) ? "_" + text : text;
    }
}
