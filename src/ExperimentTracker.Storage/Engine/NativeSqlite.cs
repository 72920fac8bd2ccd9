using System.Runtime.InteropServices;
using SQLitePCL;

namespace ExperimentTracker.Storage.Engine;

/// <summary>What SQLite can do and SQLitePCLRaw does not pass on.</summary>
internal static class NativeSqlite
{
    // sqlite3.h: SQLITE_FCNTL_HAS_MOVED.
    private const int FileHasMoved = 20;

    /// <summary>
    /// Whether the database file is no longer the one at the path it was opened by. Where SQLite cannot tell, as on Windows, an open file
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

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_file_control", CallingConvention = CallingConvention.Cdecl)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int FileControl(nint database, [MarshalAs(UnmanagedType.LPUTF8Str)] string name, int operation, out int argument);
}
