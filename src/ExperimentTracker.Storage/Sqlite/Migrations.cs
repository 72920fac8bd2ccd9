using System.Globalization;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Sqlite;

/// <summary>The steps that migrate a database to the current schema; the n-th leads to version n. A released step never changes.</summary>
internal static class Migrations
{
    /// <summary>"ETrk": the application id in the header of a store's database (PRAGMA application_id).</summary>
    public const int ApplicationId = 0x4554726B;

    // A transaction writes whole pages, and one that adds a point changes three of them; and every table and index of an empty store has a page. With pages of
    // 4 KB, SQLite's default, an empty store has 448 KB, a transaction of one point takes about a tenth longer, and a loop that adds single points has four times as
    // many checkpoints, since four times as many bytes are written for each. The price: in bulk, writing a point takes 135 ns instead of 84, and reading it 22 instead of 17.
    private const int PageSize = 1024;

    /// <summary>Initialises an empty database. The first write determines the size of pages and the kind of vacuum, so this runs before everything else.</summary>
    public static void Begin(StoreConnection connection) => connection.Script(
        $"PRAGMA page_size = {PageSize}; PRAGMA auto_vacuum = INCREMENTAL; PRAGMA application_id = {ApplicationId}");

    /// <summary>Runs the missing steps, each in its own transaction, so that an interrupted migration continues.</summary>
    public static void Run(StoreConnection connection, IReadOnlyList<Action<StoreConnection>> steps)
    {
        for (int version = VersionOf(connection); version < steps.Count; version++)
        {
            connection.Script("BEGIN IMMEDIATE");
            try
            {
                steps[version](connection);
                connection.Options.Reached(FaultPoints.Migrating);
                connection.Script(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {version + 1}; COMMIT"));
            }
            catch
            {
                connection.Script("ROLLBACK");
                throw;
            }
        }
    }

    public static int VersionOf(StoreConnection connection) => (int)connection.Number("PRAGMA user_version")!;
}
