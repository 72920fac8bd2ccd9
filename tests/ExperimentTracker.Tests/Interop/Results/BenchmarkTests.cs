using System.Text;
using ExperimentTracker.Interop.Benchmarks;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Tests.Interop.Results;

public sealed class BenchmarkTests
{
    private const string BenchmarkDotNet = """
        {"Title": "Bench-20260102-030405", "HostEnvironmentInfo": {"BenchmarkDotNetVersion": "0.15.8", "OsVersion": "Linux", "ProcessorName": "CPU", "RuntimeVersion": ".NET 8.0", "Architecture": "X64"},
         "Benchmarks": [{"FullName": "N.T.M(n: 1)", "Statistics": {"OriginalValues": [10.5, 11.5], "Mean": 11, "Median": 11, "StandardError": 0.5, "StandardDeviation": 0.70710678118654757, "Min": 10.5, "Max": 11.5}, "Memory": {"BytesAllocatedPerOperation": 24}},
                        {"FullName": "N.T.M(n: 2)", "Statistics": null}]}
        """;

    private const string Hyperfine = """
        {"results": [{"command": "sleep 0.1", "mean": 0.11, "stddev": null, "median": 0.11, "user": 0.001, "system": 0.002, "min": 0.1, "max": 0.12, "times": [0.1, 0.12], "memory_usage_byte": [1000, 2000], "exit_codes": [0, 1]}]}
        """;

    private const string K6Old = """
        {"root_group": {"name": "", "path": "", "groups": {"g": {"name": "g", "groups": {}, "checks": {"inner": {"name": "inner", "path": "::g::inner", "passes": 1, "fails": 0}}}}, "checks": {"ok": {"name": "ok", "path": "::ok", "passes": 9, "fails": 1}}},
         "metrics": {"http_req_duration": {"avg": 1.5, "min": 1, "med": 1.5, "max": 2, "p(90)": 1.9, "p(95)": 1.95, "thresholds": {"p(95)<1": true}}, "vus": {"value": 1, "min": 1, "max": 1}}}
        """;

    private const string K6New = """
        {"root_group": {"name": "", "path": "", "groups": [], "checks": [{"name": "ok", "path": "::ok", "passes": 9, "fails": 1}]}, "state": {"testRunDurationMs": 1500},
         "metrics": {"http_req_duration": {"type": "trend", "contains": "time", "values": {"avg": 1.5, "p(95)": 1.95}, "thresholds": {"p(95)<2": {"ok": true}}}}}
        """;

    [Fact]
    public void Results_of_BenchmarkDotNet_have_a_point_for_each_iteration()
    {
        using var store = Store("BenchmarkDotNet");
        store.ImportTwice(store.Folder.Write("b/Bench-report-full.json", BenchmarkDotNet));
        Run run = store.Runs.Single();
        Assert.Equal([(0L, 10.5), (1, 11.5)], store.Points(run, "time[N.T.M(n: 1)]").Select(p => (p.Step, p.Value)));
        Assert.Equal((11.0, 0.70710678118654757, 24.0), (run.Metrics["time/mean[N.T.M(n: 1)]"], run.Metrics["time/deviation[N.T.M(n: 1)]"], run.Metrics["allocated[N.T.M(n: 1)]"]));
        Assert.Equal(("Bench-report-full", "Linux", "CPU"), (run.Experiment, run.Origin.OperatingSystem, run.Tags["ProcessorName"]));
        Assert.Equal("ns", store.Metrics(run).Single(m => m.Key == "time").Unit);
    }

    [Fact]
    public void Results_of_hyperfine_have_a_point_for_each_execution()
    {
        using var store = Store("Hyperfine");
        store.ImportTwice(store.Folder.Write("h.json", Hyperfine));
        Run run = store.Runs.Single();
        Assert.Equal([0.1, 0.12], store.Points(run, "time[sleep 0.1]").Select(p => p.Value));
        Assert.Equal((0.11, 0.002, 2000.0, 1.0), (run.Metrics["time/mean[sleep 0.1]"], run.Metrics["time/system[sleep 0.1]"], run.Metrics["memory[sleep 0.1]"], run.Metrics["exit code[sleep 0.1]"]));
        Assert.False(run.Metrics.Contains("time/deviation[sleep 0.1]"));
        Assert.Contains("1 of 2", Assert.Single(store.Logs(run)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Summaries_of_k6_say_whether_thresholds_were_kept()
    {
        using var store = Store("K6");
        store.ImportTwice(store.Folder.Write("old.json", K6Old));
        store.ImportTwice(store.Folder.Write("new.json", K6New));
        Run old = store.Runs.Single(r => r.Experiment == "old"), newer = store.Runs.Single(r => r.Experiment == "new");
        Assert.Equal((RunStatus.Failed, 0.0, 1.95, 9.0, 1.0), (old.Status, old.Metrics["threshold[http_req_duration: p(95)<1]"], old.Metrics["http_req_duration[p(95)]"], old.Metrics["check/passes[::ok]"], old.Metrics["check/passes[::g::inner]"]));
        Assert.Equal((RunStatus.Succeeded, 1.0, 1.5, 1.5), (newer.Status, newer.Metrics["threshold[http_req_duration: p(95)<2]"], newer.Metrics["http_req_duration[avg]"], newer.Metrics["duration"]));
        Assert.Equal("ms", store.Metrics(newer).First(m => m.Key == "http_req_duration").Unit);
    }

    [Fact]
    public void Mutated_files_are_read_or_refused()
    {
        using var folder = new TempFolder();
        foreach ((string format, string text) in new[] { ("BenchmarkDotNet", BenchmarkDotNet), ("Hyperfine", Hyperfine), ("K6", K6Old), ("K6", K6New) })
        {
            MutatedFiles.Check(Format(format), folder.Sub("x.json"), Encoding.UTF8.GetBytes(text));
        }
    }

    private static ForeignStore Store(string format) => new(Format(format));

    private static ITransferFormat Format(string name) => BenchmarkFormat.All.Single(f => f.Name == name);
}
