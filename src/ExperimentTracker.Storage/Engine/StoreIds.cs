namespace ExperimentTracker.Storage.Engine;

/// <summary>The id of a store, which copies keep.</summary>
internal static class StoreIds
{
    public static string Of(StoreConnection connection) => connection.Text("SELECT value FROM store_info WHERE name = 'store_id'")!;
}
