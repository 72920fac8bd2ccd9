using System.Globalization;

namespace ExperimentTracker.Storage.Engine;

/// <summary>The steps that bring a database to the current schema; the n-th leads to version n. A released step never changes.</summary>
internal static class Migrations
{
    /// <summary>"ETrk": what the header of our databases says they are (PRAGMA application_id).</summary>
    public const int ApplicationId = 0x4554726B;

    /// <summary>Makes a store's database of an empty one. The first write fixes the kind of vacuum, so this comes before everything else.</summary>
    public static void Begin(StoreConnection connection) => connection.Script($"PRAGMA auto_vacuum = INCREMENTAL; PRAGMA application_id = {ApplicationId}");

    /// <summary>Runs the steps that are missing, each in a transaction of its own, and so again after an interruption.</summary>
    public static void Run(StoreConnection connection, IReadOnlyList<Action<StoreConnection>> steps)
    {
        for (int version = VersionOf(connection); version < steps.Count; version++)
        {
            connection.Script("BEGIN IMMEDIATE");
            try
            {
                steps[version](connection);
                connection.Options.Reached(Milestones.Migrating);
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
