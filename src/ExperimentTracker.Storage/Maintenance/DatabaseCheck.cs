using ExperimentTracker.Maintenance;
using ExperimentTracker.Storage.Catalog;
using ExperimentTracker.Storage.Engine;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ExperimentTracker.Storage.Maintenance;

/// <summary>Checks the file of the database, and references between rows.</summary>
internal static class DatabaseCheck
{
    // The default limit of integrity_check: more problems add no information, and each is a finding.
    private const int MostProblems = 100;

    // References that the schema has no constraint for, because it would cost something with every point and tag.
    private static readonly (string Table, string Target, string Count)[] Unconstrained =
    [
        ("metric_tail", "metrics", "SELECT count(*) FROM metric_tail WHERE metric_pk NOT IN (SELECT pk FROM metrics)"),
        .. new[] { RecordType.Project, RecordType.Experiment, RecordType.Run, RecordType.Model, RecordType.ModelVersion }.Select(type =>
            ("tags", CatalogRecords.TableOf(type), $"SELECT count(*) FROM tags WHERE target_type = {(int)type} AND target_pk NOT IN (SELECT pk FROM {CatalogRecords.TableOf(type)})")),
    ];

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

    /// <summary>Finds dangling references, and records that a garbage collection left.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="isCollecting">Whether a garbage collection is running, so that its unfinished work is not reported.</param>
    /// <param name="cancellation">Cancels the check.</param>
    public static List<StoreFinding> References(StoreConnection connection, bool isCollecting, CancellationToken cancellation) => connection.Interruptible(
        () =>
        {
            var findings = new List<StoreFinding>();
            findings.AddRange(connection
                .Query("PRAGMA foreign_key_check", row => (Table: row.GetString(0), Target: row.GetString(2)))
                .GroupBy(r => r)
                .Select(g => Findings.DanglingReference(g.Key.Table, g.Key.Target, g.Count())));
            foreach ((string table, string target, string count) in Unconstrained)
            {
                if (connection.Number(count) is > 0 and { } rows) findings.Add(Findings.DanglingReference(table, target, rows));
            }

            foreach (string table in isCollecting ? [] : CollectionMark.Tables)
            {
                long? rows = connection.Number($"SELECT count(*) FROM {table} WHERE removed_at = {Removals.Collected}");
                if (rows > 0) findings.Add(Findings.CollectionUnfinished(table, rows.Value));
            }

            return findings;
        },
        cancellation);

    // sqlite3 pragma.c, in integrity_check: a problem of an index only, which can be rebuilt.
    private static bool IsOfIndex(string problem) =>
        (problem.StartsWith("row ", StringComparison.Ordinal) && problem.Contains(" missing from index ", StringComparison.Ordinal))
        || problem.StartsWith("wrong # of entries in index ", StringComparison.Ordinal);
}
