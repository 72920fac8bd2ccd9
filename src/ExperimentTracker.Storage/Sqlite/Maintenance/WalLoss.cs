using ExperimentTracker.Maintenance;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Sqlite.Maintenance;

/// <summary>The loss that was found in the write-ahead log when the store was opened. It is reported until it is acknowledged.</summary>
internal static class WalLoss
{
    private const string Name = "wal_loss";

    /// <summary>Records a loss, after those that were found before.</summary>
    /// <returns>The number of rows that were written.</returns>
    public static int Record(StoreConnection connection, string loss) => connection.Execute(
        "INSERT INTO store_info VALUES (@1, @2) ON CONFLICT (name) DO UPDATE SET value = store_info.value || ' ' || excluded.value", Name, loss);

    /// <summary>Reports the recorded loss.</summary>
    public static List<StoreFinding> Find(StoreConnection connection) =>
        connection.Query("SELECT value FROM store_info WHERE name = @1", row => Findings.WalDamaged(row.GetString(0)), Name);

    /// <summary>Deletes the record of the loss.</summary>
    /// <returns>Whether there was one.</returns>
    public static bool Acknowledge(StoreConnection connection) => connection.Execute("DELETE FROM store_info WHERE name = @1", Name) > 0;
}
