using System.Text.Json;

namespace ExperimentTracker.Tests.Support;

/// <summary>DuckDB in Node.js, an independent reader of Parquet, with the packages of <c>tests/services/duckdb/package-lock.json</c>.</summary>
public static class DuckDb
{
    public const string Service = "duckdb";

    /// <summary>Runs queries, which name files relative to a folder.</summary>
    /// <returns>For each query, its rows: all values as texts, NULL as <see langword="null"/>.</returns>
    public static string?[][][] Query(string folder, params string[] queries) =>
        JsonSerializer.Deserialize<string?[][][]>(Tools.Run("node", folder, [Path.Combine(NeedsNodePackagesFactAttribute.Folder(Service), "query.cjs"), .. queries]))!;
}
