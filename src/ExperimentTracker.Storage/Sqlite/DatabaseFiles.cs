using ExperimentTracker.Storage.Engine;
using Microsoft.Data.Sqlite;

namespace ExperimentTracker.Storage.Sqlite;

/// <summary>Files that may be the database of a store.</summary>
internal static class DatabaseFiles
{
    /// <summary>Returns the id of the store with this database file, or <see langword="null"/> if it is not that of a store.</summary>
    public static string? StoreIdOf(string database)
    {
        if (!File.Exists(database)) return null;
        try
        {
            using StoreConnection connection = Connections.OpenImmutable(database);
            return connection.Number("PRAGMA application_id") == Migrations.ApplicationId ? StoreIds.Of(connection) : null;
        }
        catch (Exception e) when (e is SqliteException or DamagedRowException)
        {
            return null;
        }
    }
}
