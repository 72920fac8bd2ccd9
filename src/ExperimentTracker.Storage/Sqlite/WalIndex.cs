using System.Runtime.InteropServices;

namespace ExperimentTracker.Storage.Sqlite;

/// <summary>
/// The index of a write-ahead log, the file <c>-shm</c>: what the processes that had the database open knew of the log. It survives their termination, so it
/// says how much of the log was acknowledged. The fields are those of WalIndexHdr and WalCkptInfo in sqlite3's wal.c.
/// </summary>
/// <param name="Frames">The number of committed frames.</param>
/// <param name="Copied">The number of frames that a checkpoint has copied to the database.</param>
/// <param name="Salts">The salts of the log, as they are in the file.</param>
internal sealed record WalIndex(uint Frames, uint Copied, ulong Salts)
{
    private const int HeaderSize = 48;
    private const int Size = (2 * HeaderSize) + 4;

    // wal.c: WAL_LOCK DMS. A process that has the database open holds a shared lock on this byte.
    private const long AliveByte = 128;

    /// <summary>Reads the index. The caller has no connection to the database: closing the file would release its locks.</summary>
    /// <param name="path">The path of the index.</param>
    /// <param name="isAlive">Whether a process has the database open.</param>
    /// <returns><see langword="null"/> if it does not exist or is not initialized.</returns>
    public static WalIndex? Read(string path, out bool isAlive)
    {
        isAlive = false;
        if (!File.Exists(path)) return null;
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        isAlive = IsLocked((int)file.SafeFileHandle.DangerousGetHandle());
        byte[] bytes = new byte[Size];
        if (file.ReadAtLeast(bytes, Size, throwOnEndOfStream: false) < Size) return null;
        bool isComplete = bytes.AsSpan(0, HeaderSize).SequenceEqual(bytes.AsSpan(HeaderSize, HeaderSize)) && bytes[12] != 0;
        return isComplete ? new WalIndex(BitConverter.ToUInt32(bytes, 16), BitConverter.ToUInt32(bytes, 2 * HeaderSize), BitConverter.ToUInt64(bytes, 32)) : null;
    }

    private static bool IsLocked(int handle)
    {
        const int getLock = 5;
        var wanted = new Flock { Type = 1, Start = AliveByte, Length = 1 };
        return Fcntl(handle, getLock, ref wanted) == 0 && wanted.Type != 2;
    }

    [DllImport("libc", EntryPoint = "fcntl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Fcntl(int handle, int command, ref Flock flock);

    // struct flock of 64-bit Linux. Types: F_RDLCK 0, F_WRLCK 1, F_UNLCK 2.
    [StructLayout(LayoutKind.Sequential)]
    private struct Flock
    {
        public short Type;
        public short Whence;
        public long Start;
        public long Length;
        public int Process;
    }
}
