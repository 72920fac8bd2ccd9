using ExperimentTracker.Maintenance;
using ExperimentTracker.Storage.Engine;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ExperimentTracker.Storage.Sqlite.Maintenance;

/// <summary>What SQLite itself checks: the file of the database, and the constraints of its tables.</summary>
internal static class DatabaseCheck
{
    // The default limit of integrity_check: more problems add no information, and each is a finding.
    private const int MostProblems = 100;

    /// <summary>Returns what SQLite itself finds in the file.</summary>
    public static List<StoreFinding> File(StoreConnection connection, string path, CancellationToken cancellation)
    {
        try
        {
            List<string> problems = connection.Interruptible(
                () => connection.Query($"PRAGMA integrity_check({MostProblems})", row => row.GetString(0)), cancellation);
            return [.. problems.Where(p => p != "ok").Select(p => IsOfIndex(p) ? Findings.IndexDamaged(path, p) : Findings.DatabaseDamaged(path, p))];
        }
        catch (SqliteException e) when (e.SqliteErrorCode is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB)
        {
            return [Findings.DatabaseDamaged(path, e.Message)];
        }
    }

    /// <summary>The rows that refer to missing ones although the schema forbids it, by table and target.</summary>
    public static IEnumerable<(string Table, string Target, long Rows)> BrokenConstraints(StoreConnection connection) => connection
        .Query("PRAGMA foreign_key_check", row => (Table: row.GetString(0), Target: row.GetString(2)))
        .GroupBy(r => r)
        .Select(g => (g.Key.Table, g.Key.Target, (long)g.Count()));

    // sqlite3 pragma.c, in integrity_check: a problem of an index only, which can be rebuilt.
    private static bool IsOfIndex(string problem) =>
        (problem.StartsWith("row ", StringComparison.Ordinal) && problem.Contains(" missing from index ", StringComparison.Ordinal))
        || problem.StartsWith("wrong # of entries in index ", StringComparison.Ordinal);
}
