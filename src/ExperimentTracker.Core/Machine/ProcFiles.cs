using System.Buffers.Text;
using System.Text;

namespace ExperimentTracker.Machine;

/// <summary>Reads files of /proc and /sys (proc(5)) into a buffer that is used again, because they are read often.</summary>
/// <param name="root">The folder in which <c>proc</c> and <c>sys</c> are: <c>/</c>.</param>
internal sealed class ProcFiles(string root)
{
    private byte[] buffer = new byte[8192];

    /// <summary>The path of a file or folder.</summary>
    public string PathOf(string path) => Path.Combine(root, path);

    /// <summary>Reads a file; empty if it does not exist or cannot be read, as when its process has ended. The result is valid until the next call.</summary>
    public ReadOnlySpan<byte> Read(string path)
    {
        try
        {
            using Microsoft.Win32.SafeHandles.SafeFileHandle file = File.OpenHandle(PathOf(path), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            int length = 0;
            while (RandomAccess.Read(file, buffer.AsSpan(length), length) is var count && count > 0)
            {
                length += count;
                if (length == buffer.Length) Array.Resize(ref buffer, 2 * length);
            }

            return buffer.AsSpan(0, length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return default;
        }
    }

    /// <summary>Reads a file as text; <c>''</c> if it cannot be read.</summary>
    public string Text(string path) => Encoding.UTF8.GetString(Read(path));

    /// <summary>Reads a file that contains one number.</summary>
    /// <returns><see langword="null"/> if it cannot be read, or contains something else, such as <c>max</c>.</returns>
    public long? Number(string path) => Utf8Parser.TryParse(Read(path), out long number, out _) ? number : null;

    /// <summary>The number after a name at the start of a line: <c>MemTotal:  16384 kB</c>, <c>inactive_file 4096</c>.</summary>
    /// <returns><see langword="null"/> if no line begins with the name.</returns>
    public static long? Field(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name)
    {
        while (!text.IsEmpty)
        {
            int end = text.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = end < 0 ? text : text[..end];
            if (line.StartsWith(name) && Utf8Parser.TryParse(line[name.Length..].TrimStart(" \t"u8), out long number, out _)) return number;
            text = end < 0 ? default : text[(end + 1)..];
        }

        return null;
    }
}
