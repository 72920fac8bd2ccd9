using Microsoft.Data.Sqlite;

namespace ExperimentTracker.Storage.Engine;

/// <summary>The id that stays with a store wherever it is copied.</summary>
internal static class StoreIds
{
    public static string Of(StoreConnection connection) => (string)connection.Scalar("SELECT value FROM store_info WHERE name = 'store_id'")!;

    /// <summary>The id of the store with that database file, or <see langword="null"/> when it is no store's.</summary>
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
