using Microsoft.Data.Sqlite;

namespace ExperimentTracker.Storage.Engine;

/// <summary>The id of a store, which copies keep.</summary>
internal static class StoreIds
{
    public static string Of(StoreConnection connection) => (string)connection.Scalar("SELECT value FROM store_info WHERE name = 'store_id'")!;

    /// <summary>Returns the id of the store with this database file, or <see langword="null"/> if it is not that of a store.</summary>
    public static string? At(string database)
    {
        if (!File.Exists(database)) return null;
        try
        {
            using StoreConnection connection = Connections.OpenImmutable(database);
            return connection.Number("PRAGMA application_id") == Migrations.ApplicationId ? Of(connection) : null;
        }
        catch (SqliteException)
        {
            return null;
        }
    }
}
