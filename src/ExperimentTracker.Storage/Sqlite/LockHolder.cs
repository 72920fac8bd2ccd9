using System.Diagnostics;
using System.Globalization;

namespace ExperimentTracker.Storage.Sqlite;

/// <summary>
/// Finds the process that holds the write lock of a database. In WAL mode that lock is byte 120 of the file <c>-shm</c>, which every process maps:
/// Linux lists maps with inodes in <c>/proc/self/maps</c>, and locks by inode in <c>/proc/locks</c>. The file itself must not be opened for this:
/// closing it would release SQLite's own locks. On other systems no process is found.
/// </summary>
internal static class LockHolder
{
    // sqlite3 wal.c: WAL_WRITE_LOCK is the first of the locks, which begin at WALINDEX_LOCK_OFFSET (8 · 15).
    private const long WriteLockByte = 120;

    /// <summary>The process and its name, as a phrase; <see langword="null"/> if it cannot be determined.</summary>
    /// <param name="wal">The path of the WAL.</param>
    public static string? Describe(string? wal)
    {
        if (wal is null || !OperatingSystem.IsLinux()) return null;
        try
        {
            return InodeOf(wal[..^"-wal".Length] + "-shm") is { } inode && Holder(inode) is { } id ? $"process {id}{NameOf(id)}" : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // 7f52d4c00000-7f52d4c08000 rw-s 00000000 fe:00 11944125   /path/tracker.db-shm
    private static string? InodeOf(string mapped) => File.ReadLines("/proc/self/maps")
        .Where(line => line.EndsWith(" " + mapped, StringComparison.Ordinal))
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Select(parts => $"{parts[3]}:{parts[4]}")
        .FirstOrDefault();

    // 7: POSIX  ADVISORY  WRITE 3512 fe:00:11944125 120 120
    private static int? Holder(string inode) => File.ReadLines("/proc/locks")
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Where(parts => parts is [_, "POSIX", _, "WRITE", _, _, _, _] && parts[5] == inode && Covers(parts[6], parts[7]))
        .Select(parts => (int?)int.Parse(parts[4], CultureInfo.InvariantCulture))
        .FirstOrDefault(id => id > 0);

    private static bool Covers(string first, string last) =>
        long.Parse(first, CultureInfo.InvariantCulture) <= WriteLockByte
        && (last == "EOF" || long.Parse(last, CultureInfo.InvariantCulture) >= WriteLockByte);

    private static string NameOf(int id)
    {
        try
        {
            using Process process = Process.GetProcessById(id);
            return $" ({process.ProcessName})";
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // The process ended meanwhile.
            return "";
        }
    }
}
