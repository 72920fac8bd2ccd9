using System.Text.Json;
using ExperimentTracker.Interop.Sacred;

namespace ExperimentTracker.Tests.Interop.Sacred;

public sealed class SacredTests : IDisposable
{
    private const string RunJson = """
        {"experiment": {"name": "digits", "mainfile": "main.py", "base_dir": "/home/a", "sources": [["main.py", "_sources/main_1.py"], ["x.py", "../secret.py"]], "repositories": [{"commit": "abc", "dirty": true}]},
         "host": {"hostname": "node", "os": ["Linux", "6.1"]}, "heartbeat": "2024-05-06T07:08:30.5", "start_time": "2024-05-06T07:08:09.25", "stop_time": "2024-05-06T07:09:09.75",
         "status": "FAILED", "fail_trace": ["Traceback:\n", "  File \"main.py\"\n", "ValueError: bad\n"], "result": {"py/object": "numpy.float64", "value": 0.5}, "resources": [], "meta": {"comment": "try"}}
        """;

    private static readonly SacredFormat Format = new();
    private readonly ForeignStore store = new(Format);

    public void Dispose() => store.Dispose();

    [Fact]
    public void A_real_run_keeps_its_configuration_times_and_output()
    {
        string folder = ForeignStore.Real("sacred", "pymarl", "results", "sacred");
        MergeResult result = store.ImportTwice(folder);
        Run run = Assert.Single(store.Runs);
        Assert.Equal(("pymarl", "1", RunStatus.Cancelled), (run.Experiment, run.Name, run.Status));
        Assert.Equal(new DateTime(2022, 2, 13, 20, 16, 37, DateTimeKind.Utc).AddTicks(7413070), run.StartedAtUtc);
        Assert.Equal(new DateTime(2022, 2, 13, 20, 16, 50, DateTimeKind.Utc).AddTicks(127460), run.EndedAtUtc);
        Assert.Equal(("Alexs-MacBook-Pro-2.local", "c971afdceb34635d31b778021b0ef90d7af51e86", true), (run.Origin.Host, run.Origin.GitCommit, run.Origin.GitDirty));
        using JsonDocument config = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "1", "config.json")));
        Assert.Equal(config.RootElement.EnumerateObject().Select(p => p.Name).Order(), run.Parameters.Pairs.Select(p => p.Key).Order());
        foreach (JsonProperty parameter in config.RootElement.EnumerateObject()) Assert.True(Same(parameter.Value, run.Parameters[parameter.Name]), parameter.Name);
        Assert.Equal(File.ReadAllLines(Path.Combine(folder, "1", "cout.txt")), store.Logs(run).Select(l => l.Message));
        Assert.Equal("run.json", Assert.Single(store.Artifacts(run)).Key);
        Assert.Equal(("source file", 3L), Assert.Single(result.Skipped) is var s ? (s.Kind, s.Count) : default);
    }

    [Fact]
    public void Metrics_artifacts_failures_and_sources_have_their_place()
    {
        store.Folder.Write("runs/7/run.json", RunJson);
        store.Folder.Write("runs/7/config.json", """{"seed": 1, "shape": {"py/tuple": [2, 3]}, "lr": 0.1}""");
        store.Folder.Write("runs/7/metrics.json", """{"loss": {"steps": [0, 10], "timestamps": ["2024-05-06T07:08:10.000001", "2024-05-06T07:08:11"], "values": [NaN, {"py/object": "numpy.float32", "value": 0.25}]}}""");
        store.Folder.Write("runs/7/model.bin", [1, 2]);
        store.Folder.Write("runs/_sources/main_1.py", "print()");
        store.Folder.Write("secret.py", "secret");
        MergeResult result = store.ImportTwice(store.Folder.Sub("runs"));
        Run run = store.Run("7");
        Assert.Equal((RunStatus.Failed, "ValueError: bad", "try", 0.5), (run.Status, run.ErrorMessage, run.Description, run.Metrics["result"]));
        Assert.Equal([(0L, double.NaN, new DateTime(2024, 5, 6, 7, 8, 10, DateTimeKind.Utc).AddTicks(10).Ticks), (10, 0.25, new DateTime(2024, 5, 6, 7, 8, 11, DateTimeKind.Utc).Ticks)], store.Points(run, "loss"));
        Assert.Equal([2L, 3L], (object?[])run.Parameters["shape"]!);
        Assert.Equal(["model.bin", "run.json", "sources/main.py"], store.Artifacts(run).Select(a => a.Key).Order(StringComparer.Ordinal));
        Assert.Equal("../secret.py", Assert.Single(result.Skipped).First);
        Assert.Equal([RunStatus.Running, RunStatus.Failed], store.History(run).Select(c => c.To));
    }

    [NotOnWindowsFact("creating links needs a privilege on Windows")]
    public void Neither_a_path_nor_a_link_leads_out_of_the_folder()
    {
        store.Folder.Write("outside/secret.py", "secret");
        store.Folder.Write("runs/1/run.json", RunJson.Replace("_sources/main_1.py", "_sources/link/secret.py", StringComparison.Ordinal));
        Directory.CreateDirectory(store.Folder.Sub("runs", "_sources"));
        Directory.CreateSymbolicLink(store.Folder.Sub("runs", "_sources", "link"), store.Folder.Sub("outside"));
        Directory.CreateSymbolicLink(store.Folder.Sub("runs", "1", "link"), store.Folder.Sub("outside"));
        MergeResult result = store.Import(store.Folder.Sub("runs"));
        Assert.Equal("run.json", Assert.Single(store.Artifacts(store.Runs.Single())).Key);
        Assert.Equal(2L, Assert.Single(result.Skipped).Count);
    }

    [Fact]
    public void A_damaged_file_does_not_stop_the_others()
    {
        store.Folder.Write("1/run.json", RunJson);
        store.Folder.Write("1/config.json", "{\"a\": ");
        store.Folder.Write("1/metrics.json", """{"loss": {"steps": [0], "timestamps": [], "values": [1]}}""");
        MergeResult result = store.Import(store.Folder.Sub("1"));
        Assert.Equal((2L, true), (result.Points, result.Skipped.Any(s => s.First == "config.json")));
    }

    [Fact]
    public void Mutated_files_are_read_as_far_as_they_are_whole()
    {
        foreach ((string name, string content) in new[] { ("run.json", RunJson), ("metrics.json", """{"loss": {"steps": [0, 10], "timestamps": ["2024-05-06T07:08:10", "x"], "values": [NaN, 1]}}"""), ("config.json", """{"a": {"py/tuple": [1, 2]}, "b": "c"}""") })
        {
            store.Folder.Write("1/run.json", RunJson);
            MutatedFiles.Check(Format, store.Folder.Sub("1", name), System.Text.Encoding.UTF8.GetBytes(content), read: store.Folder.Sub("1"));
        }
    }

    private static bool Same(JsonElement json, object? value) => json.ValueKind switch
    {
        JsonValueKind.Object => value is NamedValues map && json.EnumerateObject().All(p => Same(p.Value, map[p.Name])),
        JsonValueKind.Array => value is object?[] list && list.Length == json.GetArrayLength() && json.EnumerateArray().Zip(list).All(p => Same(p.First, p.Second)),
        JsonValueKind.Number => Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture) == json.GetDouble(),
        JsonValueKind.String => json.GetString() == value as string,
        JsonValueKind.Null => value is null,
        _ => value is bool flag && flag == json.GetBoolean(),
    };
}
