using System.Security.Cryptography;
using System.Text;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Interop.Files;

/// <summary>
/// Paths of files and folders by the names of records. Each name has a path of its own, which every system can create, also one that ignores case: characters that
/// are reserved somewhere become underscores, and a hash is added to a name that is too long or whose path another one has.
/// </summary>
/// <param name="separateFolders">Whether a path may not be a folder of another one: they are files.</param>
internal sealed class FilePlaces(bool separateFolders = false)
{
    // A file system allows 255 bytes or characters for a segment.
    private const int LongestSegment = 150;
    private readonly HashSet<string> taken = new(StringComparer.Ordinal);
    private readonly HashSet<string> folders = new(StringComparer.Ordinal);

    /// <summary>Returns the path of a name that is asked for once.</summary>
    /// <param name="name">The name; <c>/</c> separates folders.</param>
    public string Take(string name)
    {
        string path = string.Join('/', ArtifactRules.SafePath(name).Split('/').Select(Shorten));
        if (!IsFree(path)) path = $"{path.Replace('/', '.')}-{HashOf(name)}";
        string free = path;
        for (int again = 2; !IsFree(free); again++) free = $"{path}-{again}";
        foreach (string folder in Above(free)) folders.Add(folder);
        taken.Add(Names.Fold(free));
        return free;
    }

    private bool IsFree(string path)
    {
        string key = Names.Fold(path);
        return !taken.Contains(key) && !(separateFolders && (folders.Contains(key) || Above(path).Any(taken.Contains)));
    }

    private static IEnumerable<string> Above(string path)
    {
        for (int end = path.LastIndexOf('/'); end > 0; end = path.LastIndexOf('/', end - 1)) yield return Names.Fold(path[..end]);
    }

    private static string Shorten(string segment)
    {
        if (segment is "." or "..") return "_";
        if (Encoding.UTF8.GetByteCount(segment) <= LongestSegment) return segment;
        int length = segment.Length;
        while (Encoding.UTF8.GetByteCount(segment.AsSpan(0, length)) > LongestSegment || char.IsHighSurrogate(segment[length - 1])) length--;
        return $"{segment[..length]}-{HashOf(segment)}";
    }

    private static string HashOf(string name) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(name)), 0, 4).ToLowerInvariant();
}
