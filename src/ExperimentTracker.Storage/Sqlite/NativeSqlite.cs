using System.Runtime.InteropServices;
using SQLitePCL;

namespace ExperimentTracker.Storage.Sqlite;

/// <summary>Functions of SQLite that SQLitePCLRaw does not expose.</summary>
internal static class NativeSqlite
{
    // sqlite3.h: SQLITE_FCNTL_HAS_MOVED.
    private const int FileHasMoved = 20;

    // sqlite3.h: SQLITE_FCNTL_DATA_VERSION.
    private const int FileDataVersion = 35;

    /// <summary>
    /// Whether the database file is no longer at the path that it was opened with. Where SQLite cannot detect this, as on Windows, an open file
    /// cannot be removed either.
    /// </summary>
    public static bool HasMoved(sqlite3 database)
    {
        bool referenced = false;
        try
        {
            database.DangerousAddRef(ref referenced);
            return FileControl(database.DangerousGetHandle(), "main", FileHasMoved, out int moved) == raw.SQLITE_OK && moved != 0;
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
        finally
        {
            if (referenced) database.DangerousRelease();
        }
    }

    /// <summary>
    /// A number that changes with each commit of this connection, and when a transaction of this connection begins after a commit of another one. It is read
    /// from memory.
    /// </summary>
    public static int DataVersion(sqlite3 database)
    {
        FileControl(database.DangerousGetHandle(), 0, FileDataVersion, out int version);
        return version;
    }

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_file_control", CallingConvention = CallingConvention.Cdecl)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int FileControl(nint database, nint mainDatabase, int operation, out int argument);

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_file_control", CallingConvention = CallingConvention.Cdecl)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int FileControl(nint database, [MarshalAs(UnmanagedType.LPUTF8Str)] string name, int operation, out int argument);
}
