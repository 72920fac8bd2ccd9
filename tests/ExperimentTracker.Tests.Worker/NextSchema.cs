using ExperimentTracker.Storage;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Tests.Worker;

/// <summary>Steps of the schema to come, made up here: one writes a row, so that a second time would be seen, and one takes a moment.</summary>
public static class NextSchema
{
    private static readonly Action<StoreConnection>[] Steps =
    [
        .. SchemaSteps.All,
        s => s.Script("CREATE TABLE step_one (at INTEGER); INSERT INTO step_one VALUES (1)"),
        s => s.Script("CREATE TABLE step_two AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 2000) SELECT i FROM n"),
    ];

    /// <summary>What <see cref="Open"/> gives when each step was taken once.</summary>
    public static string Expected { get; } = FormattableString.Invariant($"{Steps.Length} 1 2000");

    /// <summary>Opens a store with that schema.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="passed">Told the faultPoints that are passed.</param>
    /// <returns>Its version, and what the steps left.</returns>
    public static string Open(string path, Action<string>? passed = null)
    {
        var options = new EngineOptions { NetworkOf = _ => null, FaultPointListener = passed };
        using Database database = new StoreOpener(new StoreFiles(path), Steps, options).Open(create: true, CancellationToken.None);
        return database.Read(
            s => FormattableString.Invariant($"{Migrations.VersionOf(s)} {s.Number("SELECT count(*) FROM step_one")} {s.Number("SELECT count(*) FROM step_two")}"),
            CancellationToken.None);
    }
}
