using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Storage.Sqlite;
using ExperimentTracker.Values;

namespace ExperimentTracker.Storage.Liveness;

/// <summary>
/// Detects that a store is a copy: its database is another file than the one that it was in. The locks of the processes stay with the original, so in a copy
/// a free lock is no evidence that a process has ended. The runs that were running when the copy was made stay so, as of that time.
/// </summary>
internal static class CopiedStores
{
    /// <summary>Detects a copy, marks its running runs, and remembers the file.</summary>
    public static void Detect(SqliteDatabase database, StoreFiles files, CancellationToken cancellation)
    {
        string file = FileIdentity.Of(files.Database);
        if (database.Read(FileOf, cancellation) == file) return;
        database.Write(
            connection =>
            {
                if (FileOf(connection) is { } other && other != file) MarkRuns(connection, files.Locks, database.LastChange);
                connection.Execute("INSERT INTO store_info VALUES ('file', @1) ON CONFLICT (name) DO UPDATE SET value = excluded.value", file);
                return 0;
            },
            cancellation);
    }

    private static string? FileOf(StoreConnection connection) => connection.Scalar("SELECT value FROM store_info WHERE name = 'file'") as string;

    // Some file systems give files other inodes when they are mounted again. A lock that is held shows that the process runs here.
    private static void MarkRuns(StoreConnection connection, string locks, DateTime lastChange)
    {
        foreach (RunLiveness run in RunLiveness.Read(connection))
        {
            if (StoreFiles.HasOwnName(run.Owner) && !FileLock.IsFree(Path.Combine(locks, run.Owner))) continue;
            connection.Execute("UPDATE runs SET running_as_of = @2, owner_lock = NULL WHERE id = @1", run.Id, UtcTicks.From(lastChange));
        }
    }
}
