using Microsoft.Data.Sqlite;

namespace ExperimentTracker.Storage.Sqlite;

/// <summary>The id that stays with a store wherever it is copied.</summary>
internal static class StoreIds
{
    public static string Of(Session session) => (string)session.Scalar("SELECT value FROM store_info WHERE name = 'store_id'")!;

    /// <summary>The id of the store with that database file, or <see langword="null"/> when it is no store's.</summary>
    public static string? At(string database)
    {
        if (!File.Exists(database)) return null;
        try
        {
            using Session session = Connections.OpenImmutable(database);
            return session.Number("PRAGMA application_id") == Migrations.ApplicationId ? Of(session) : null;
        }
        catch (SqliteException)
        {
            return null;
        }
    }
}
