using ExperimentTracker.Maintenance;
using ExperimentTracker.Storage.Catalog;
using ExperimentTracker.Storage.Engine;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ExperimentTracker.Storage.Maintenance;

/// <summary>The file of the database, and rows that point at each other.</summary>
internal static class DatabaseCheck
{
    // What integrity_check gives by default: more say nothing new, and each is a finding.
    private const int MostProblems = 100;

    // Tables that point at others without a constraint of the schema, which would cost every point and tag that is written.
    private static readonly (string Table, string Target, string Count)[] Unconstrained =
    [
        ("metric_tail", "metrics", "SELECT count(*) FROM metric_tail WHERE metric_pk NOT IN (SELECT pk FROM metrics)"),
        .. new[] { RecordType.Project, RecordType.Experiment, RecordType.Run, RecordType.Model, RecordType.ModelVersion }.Select(type =>
            ("tags", CatalogRecords.TableOf(type), $"SELECT count(*) FROM tags WHERE target_type = {(int)type} AND target_pk NOT IN (SELECT pk FROM {CatalogRecords.TableOf(type)})")),
    ];

    /// <summary>What SQLite itself finds in the file.</summary>
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

    /// <summary>Rows that point at rows which are not there, and what a collection left.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="isCollecting">Whether a collection is at work, so that there is nothing to say about what it has not done yet.</param>
    /// <param name="cancellation">Stops.</param>
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

    // sqlite3 pragma.c, in integrity_check: what is wrong with an index only, and so can be made anew.
    private static bool IsOfIndex(string problem) =>
        (problem.StartsWith("row ", StringComparison.Ordinal) && problem.Contains(" missing from index ", StringComparison.Ordinal))
        || problem.StartsWith("wrong # of entries in index ", StringComparison.Ordinal);
}
