using ExperimentTracker.Storage;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Storage.Sqlite;

namespace ExperimentTracker.Tests.Worker;

/// <summary>A later version of the schema. One step inserts a row, which would reveal a second execution; one step takes some time.</summary>
public static class NextSchema
{
    private static readonly Action<StoreConnection>[] Steps =
    [
        .. SchemaSteps.All,
        s => s.Script("CREATE TABLE step_one (at INTEGER); INSERT INTO step_one VALUES (1)"),
        s => s.Script("CREATE TABLE step_two AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 2000) SELECT i FROM n"),
    ];

    /// <summary>What <see cref="Open"/> returns when each step was executed once.</summary>
    public static string Expected { get; } = FormattableString.Invariant($"{Steps.Length} 1 2000");

    /// <summary>Opens a store with this schema.</summary>
    /// <param name="path">The path of the store.</param>
    /// <param name="passed">Is called with each fault point that is passed.</param>
    /// <returns>The version of the schema, and what the steps wrote.</returns>
    public static string Open(string path, Action<string>? passed = null)
    {
        var options = new EngineOptions { NetworkOf = _ => null, FaultPointListener = passed };
        using Database database = new StoreOpener(new StoreFiles(path), Steps, options).Open(create: true, CancellationToken.None);
        return database.Read(
            s => FormattableString.Invariant($"{Migrations.VersionOf(s)} {s.Number("SELECT count(*) FROM step_one")} {s.Number("SELECT count(*) FROM step_two")}"),
            CancellationToken.None);
    }
}
