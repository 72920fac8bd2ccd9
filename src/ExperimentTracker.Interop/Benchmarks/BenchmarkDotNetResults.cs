using System.Text.Json;
using ExperimentTracker.Interop.Json;
using ExperimentTracker.Interop.Reading;

namespace ExperimentTracker.Interop.Benchmarks;

/// <summary>
/// The JSON exporters of BenchmarkDotNet. Times are in nanoseconds for an operation: a point for each measured iteration, and the statistics that BenchmarkDotNet
/// calculates from them.
/// </summary>
internal static class BenchmarkDotNetResults
{
    private static readonly (string Property, string Key)[] Statistics =
        [("Mean", "time/mean"), ("Median", "time/median"), ("StandardError", "time/error"), ("StandardDeviation", "time/deviation"), ("Min", "time/min"), ("Max", "time/max")];

    private static readonly string[] Environment = ["ProcessorName", "Architecture", "BenchmarkDotNetVersion", "DotNetCliVersion", "Configuration"];

    /// <summary>Whether a document has this format.</summary>
    public static bool Fits(JsonElement document) => PythonJson.Property(document, "HostEnvironmentInfo") is not null && PythonJson.Property(document, "Benchmarks") is { ValueKind: JsonValueKind.Array };

    /// <summary>Reads a document into a run.</summary>
    public static void Read(JsonElement document, ForeignRun run)
    {
        JsonElement host = PythonJson.Property(document, "HostEnvironmentInfo") ?? default;
        run.Description = PythonJson.Text(document, "Title");
        run.Origin = new() { OperatingSystem = PythonJson.Text(host, "OsVersion"), RuntimeVersion = PythonJson.Text(host, "RuntimeVersion") };
        foreach (string name in Environment)
        {
            if (PythonJson.Text(host, name) is { Length: > 0 } value) run.SetTag(name, value);
        }

        foreach (JsonElement benchmark in JsonParts.List(document, "Benchmarks"))
        {
            string label = PythonJson.Text(benchmark, "FullName") ?? PythonJson.Text(benchmark, "DisplayInfo") ?? PythonJson.Text(benchmark, "MethodTitle") ?? "";
            JsonElement statistics = PythonJson.Property(benchmark, "Statistics") ?? default;
            run.AddNumbers("time", label, statistics, "OriginalValues");
            foreach ((string property, string key) in Statistics) run.AddNumber(key, label, statistics, property);
            run.AddNumber("allocated", label, PythonJson.Property(benchmark, "Memory") ?? default, "BytesAllocatedPerOperation");
        }

        foreach (string key in Statistics.Select(s => s.Key).Prepend("time")) run.SetMetric(key, "ns", MetricGoal.Minimize);
        run.SetMetric("allocated", "B", MetricGoal.Minimize);
    }
}
