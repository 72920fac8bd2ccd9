using System.Runtime.InteropServices;

namespace ExperimentTracker.Storage.Sqlite;

/// <summary>
/// The functions of SQLite that are called for each row and each value, by the pointer of the statement: SQLitePCLRaw adds and releases a reference to the
/// handle with each call, which takes longer than most of these functions. The caller keeps the statement open.
/// </summary>
internal static unsafe class NativeColumns
{
    private const string Library = "e_sqlite3";

    /// <summary>Gets the bytes of a value as text in UTF-8, valid until the next row is read.</summary>
    /// <returns>Whether the value is not NULL.</returns>
    public static bool Text(nint statement, int column, out ReadOnlySpan<byte> text)
    {
        byte* start = ColumnText(statement, column);
        text = start is null ? default : new(start, ColumnBytes(statement, column));
        return start is not null;
    }

    [DllImport(Library, EntryPoint = "sqlite3_step", CallingConvention = CallingConvention.Cdecl)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Step(nint statement);

    [DllImport(Library, EntryPoint = "sqlite3_column_type", CallingConvention = CallingConvention.Cdecl)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Type(nint statement, int column);

    [DllImport(Library, EntryPoint = "sqlite3_column_int64", CallingConvention = CallingConvention.Cdecl)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern long Int64(nint statement, int column);

    [DllImport(Library, EntryPoint = "sqlite3_column_double", CallingConvention = CallingConvention.Cdecl)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern double Double(nint statement, int column);

    [DllImport(Library, EntryPoint = "sqlite3_column_text", CallingConvention = CallingConvention.Cdecl)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern byte* ColumnText(nint statement, int column);

    [DllImport(Library, EntryPoint = "sqlite3_column_bytes", CallingConvention = CallingConvention.Cdecl)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ColumnBytes(nint statement, int column);
}
