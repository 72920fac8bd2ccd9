using System.Globalization;
using ExperimentTracker.Contracts.Catalog;

namespace ExperimentTracker.Tests.Interop;

/// <summary>Folders of MLflow are compared with their files, read here by a few lines.</summary>
public sealed class MLflowFolderTests : IDisposable
{
    private const string RunId = "abcdef0123456789abcdef0123456789";
    private const string GoneId = "bbcdef0123456789abcdef0123456789";
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly TempFolder folder = new();
    private readonly StoreUnderTest store = StoreUnderTest.InAFile();
    private readonly string runs;

    public MLflowFolderTests()
    {
        runs = folder.Sub("mlruns");
        Write("7/meta.yaml", "artifact_location: file:///elsewhere/mlruns/7\ncreation_time: 1690000000001\nexperiment_id: '7'\nlast_update_time: 1690000000501\nlifecycle_stage: active\nname: wine\n");
        Write("7/tags/mlflow.note.content", "All wines,\nred and white");
        string meta = "artifact_uri: file:///elsewhere/mlruns/7/{0}/artifacts\nend_time: {1}\nentry_point_name: ''\nexperiment_id: '7'\nlifecycle_stage: {2}\nrun_id: {0}\nrun_name: \"a\\\n  \\ long \\u2192 name\"\nrun_uuid: {0}\n" +
            "source_name: ''\nsource_type: 4\nsource_version: ''\nstart_time: 1700000000123\nstatus: {3}\ntags: []\nuser_id: ada\n";
        Write($"7/{RunId}/meta.yaml", string.Format(CultureInfo.InvariantCulture, meta, RunId, "1700000100456", "active", "3"));
        Write($"7/{GoneId}/meta.yaml", string.Format(CultureInfo.InvariantCulture, meta, GoneId, "null", "deleted", "4") + "deleted_time: 1700000200000\n");
        Write($"7/{RunId}/params/optimizer/lr", "0.01");
        Write($"7/{RunId}/params/text", "two\nlines");
        Write($"7/{RunId}/tags/mlflow.user", "ada");
        Write($"7/{RunId}/tags/kind", "trial");
        Write($"7/{RunId}/metrics/val/loss", "1700000000200 0.5 0\n1700000000900 0.1 2\n1700000000300 0.30000000000000004 1\n1700000000301 nan 1\n1700000000302 -inf 3\n");
        Write($"7/{RunId}/metrics/old", "1700000000200 7\n");
        Write($"7/{RunId}/artifacts/model/MLmodel", "flavors: {}");
        Write($"7/{RunId}/inputs/i1/meta.yaml", "destination_id: x\ndestination_type: RUN\nsource_id: d1\nsource_type: DATASET\ntags:\n  mlflow.data.context: train\n");
        Write("7/datasets/d1/meta.yaml", "digest: f8bb6a7e\nname: wine\nprofile: null\nschema: null\nsource: '{\"uri\": \"/data/wine.csv\"}'\nsource_type: local\n");
        Write("7/traces/tr-1/trace_info.yaml", "x: 1\n");
        Write(".trash/8/meta.yaml", "artifact_location: x\nexperiment_id: '8'\nlifecycle_stage: deleted\nname: old\ncreation_time: 1\nlast_update_time: 2\n");
        Write("models/wine/meta.yaml", "creation_timestamp: 1700000200000\ndescription: Best wine\nlast_updated_timestamp: 1700000300000\nname: wine\n");
        Write("models/wine/version-1/meta.yaml", $"creation_timestamp: 1700000200001\ncurrent_stage: Staging\ndescription: one\nlast_updated_timestamp: 1700000200002\nname: wine\nrun_id: {RunId}\nsource: file:///elsewhere/mlruns/7/{RunId}/artifacts/model\nstatus: READY\nversion: '1'\nuser_id: ada\n");
        Write("models/wine/aliases/champion", "1");
        Write("models/wine/version-1/tags/tested", "yes");
    }

    public void Dispose()
    {
        folder.Dispose();
        store.Dispose();
    }

    [Theory]
    [InlineData("mlruns")]
    [InlineData("")]
    public void Everything_in_the_files_is_there(string named)
    {
        MergeResult result = store.Store.Import(Path.Combine(folder.Path, named).TrimEnd('/'));
        string metrics = Path.Combine(runs, "7", RunId, "metrics");
        string[] expected = [.. Directory.EnumerateFiles(metrics, "*", SearchOption.AllDirectories).SelectMany(file => File.ReadLines(file).Select(line => line.Split(' ')).Select(parts => Imports.Point(
            Path.GetRelativePath(metrics, file).Replace('\\', '/'), parts.Length > 2 ? long.Parse(parts[2], CultureInfo.InvariantCulture) : 0,
            parts[1] switch { "nan" => double.NaN, "-inf" => double.NegativeInfinity, var text => double.Parse(text, CultureInfo.InvariantCulture) }, long.Parse(parts[0], CultureInfo.InvariantCulture)))).Order(StringComparer.Ordinal)];
        Assert.Equal(6, expected.Length);
        Assert.Equal(expected, store.Store.PointsOf(RunId));
        Run run = store.Store.Runs.Query(new() { Ids = [RunId] }, None).Single();
        Assert.Equal(("a long → name", "wine", RunStatus.Succeeded, "ada"), (run.Name, run.Experiment, run.Status, run.Origin.User));
        Assert.Equal((0.01, "two\nlines", "trial"), (run.Parameters["optimizer/lr"], run.Parameters["text"], run.Tags["kind"]));
        Run gone = store.Store.Runs.Query(new() { Ids = [GoneId], Removed = RemovedFilter.All }, None).Single();
        Assert.Equal((RunStatus.Failed, 1700000200000), (gone.Status, new DateTimeOffset(gone.RemovedAtUtc!.Value).ToUnixTimeMilliseconds()));
        Experiment[] experiments = [.. store.Store.Experiments.Query(new() { Removed = RemovedFilter.All }, None).OrderBy(e => e.Name, StringComparer.Ordinal)];
        Assert.Equal([("old", true, null), ("wine", false, "All wines,\nred and white")], experiments.Select(e => (e.Name, e.RemovedAt is not null, e.Description)));
        ModelVersion version = Assert.Single(store.Store.Models.Versions(new(), None));
        Assert.Equal((ModelStage.Staging, RunId, "model", "yes", "champion"), (version.Stage, version.RunId, version.Artifact, version.Tags["tested"], version.Aliases.Single()));
        RunInput input = Assert.Single(store.Store.Inputs.List([RunId], None));
        Assert.Equal(("train", "wine (f8bb6a7e)"), (input.Role, input.Name));
        Assert.Equal("/data/wine.csv", Assert.Single(store.Store.Datasets.Query(new(), None)).Location);
        Assert.Equal(("trace", 1L), (Assert.Single(result.Skipped).Kind, result.Skipped[0].Count));
    }

    [Fact]
    public void A_second_import_changes_nothing() => WithImport(() => store.Store.AssertSecondImportChangesNothing(runs));

    [Fact]
    public void Damage_is_told_with_its_place_and_what_is_whole_is_there()
    {
        File.AppendAllText(Path.Combine(runs, "7", RunId, "metrics", "old"), "1700000000201 8 1\n17000000002");
        Write($"7/{GoneId}/meta.yaml", "run_id: [unclosed\n");
        Write("models/wine/version-1/meta.yaml", new string('x', 5 << 20));
        MergeResult result = store.Store.Import(runs);
        Assert.Contains(store.Store.PointsOf(RunId), p => p.StartsWith("old 1 ", StringComparison.Ordinal));
        Assert.Equal($"line 3 of 'old' of run {RunId}", result.Skipped.Single(s => s.Kind == "damaged line of a metric").First);
        Assert.Contains(result.Skipped, s => s.Kind == "damaged file" && s.First == Path.Combine(runs, "7", GoneId, "meta.yaml") && s.Reason.Contains("line", StringComparison.Ordinal));
        Assert.Contains(result.Skipped, s => s.Kind == "damaged file" && s.Reason == "it is larger than 4 MB");
        Assert.Empty(store.Store.Models.Versions(new(), None));
    }

    [Fact]
    public void Links_are_not_followed()
    {
        if (OperatingSystem.IsWindows()) return;
        string secret = folder.Sub("secret");
        File.WriteAllText(secret, "secret");
        File.CreateSymbolicLink(Path.Combine(runs, "7", RunId, "artifacts", "link"), secret);
        store.Store.Import(runs);
        Assert.Equal(["model"], store.Store.Artifacts.Query(new(), None).Select(a => a.Key));
    }

    [Theory]
    [InlineData("&a [*a]")]
    [InlineData("a: &a [x]\nb: [*a, *a]")]
    public void An_alias_is_not_expanded(string text) => Assert.Throws<FormatException>(() => ExperimentTracker.Interop.Yaml.YamlMap.Parse(text));

    [Fact]
    public void Nesting_has_a_limit() => Assert.Throws<FormatException>(() => ExperimentTracker.Interop.Yaml.YamlMap.Parse("a: " + new string('[', 5000) + new string(']', 5000)));

    private void WithImport(Action check)
    {
        store.Store.Import(runs);
        check();
    }

    private void Write(string path, string text)
    {
        string full = Path.Combine(runs, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }
}
