using System.Text.Json;
using ExperimentTracker.Interop.Json;
using ExperimentTracker.Interop.Reading;

namespace ExperimentTracker.Interop.Benchmarks;

/// <summary>The results that <c>hyperfine --export-json</c> writes: a point for each execution of a command, in seconds, and the statistics that hyperfine calculates.</summary>
internal static class HyperfineResults
{
    private static readonly (string Property, string Key)[] Statistics =
        [("mean", "time/mean"), ("stddev", "time/deviation"), ("median", "time/median"), ("min", "time/min"), ("max", "time/max"), ("user", "time/user"), ("system", "time/system")];

    /// <summary>Whether a document has this format.</summary>
    public static bool Fits(JsonElement document) =>
        PythonJson.Property(document, "results") is { ValueKind: JsonValueKind.Array } results && results.GetArrayLength() > 0
        && results.EnumerateArray().All(r => PythonJson.Text(r, "command") is not null && PythonJson.Property(r, "mean") is not null);

    /// <summary>Reads a document into a run.</summary>
    public static void Read(JsonElement document, ForeignRun run)
    {
        foreach (JsonElement result in JsonParts.List(document, "results"))
        {
            string command = PythonJson.Text(result, "command")!;
            run.AddNumbers("time", command, result, "times");
            foreach ((string property, string key) in Statistics) run.AddNumber(key, command, result, property);
            run.AddNumbers("memory", command, result, "memory_usage_byte");
            long[] codes = [.. JsonParts.List(result, "exit_codes").Select(code => PythonJson.Integer(code) ?? 0)];
            run.AddNumbers("exit code", command, result, "exit_codes");
            if (Array.Exists(codes, code => code != 0)) run.AddLog("Failed", $"{command}: {codes.Count(code => code != 0)} of {codes.Length} executions ended with an exit code other than 0", null);
        }

        foreach (string key in Statistics.Select(s => s.Key).Prepend("time")) run.SetMetric(key, "s", MetricGoal.Minimize);
        run.SetMetric("memory", "B", MetricGoal.Minimize);
    }
}
