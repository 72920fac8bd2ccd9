using System.Globalization;
using System.Text;
using System.Text.Json;
using ExperimentTracker.Interop.Wandb;

namespace ExperimentTracker.Tests.Interop.Wandb;

public sealed class RunFileTests : IDisposable
{
    private static readonly WandbFormat Format = new();
    private readonly ForeignStore store = new(Format);

    public void Dispose() => store.Dispose();

    [Fact]
    public void Each_value_of_a_real_run_has_the_same_step_time_and_bits()
    {
        string folder = ForeignStore.Real("wandb", "keyword-transformer", "wandb", "run-20220429_201936-3ojed7lz");
        MergeResult result = store.ImportTwice(folder);
        byte[] file = File.ReadAllBytes(Path.Combine(folder, "run-3ojed7lz.wandb"));
        Run run = Assert.Single(store.Runs);
        var history = LogBytes.Items(file, kind: 2, item: 1).GroupBy(i => i.Record).Select(r => r.ToDictionary(i => i.Name, i => double.Parse(i.Json, CultureInfo.InvariantCulture))).ToArray();
        Assert.True(history.Length > 800);
        foreach (string name in history.SelectMany(h => h.Keys).Distinct().Where(n => !n.StartsWith('_')))
        {
            var expected = history.Where(h => h.ContainsKey(name)).Select(h => (Step: (long)h["_step"], Value: h[name], Ticks: DateTime.UnixEpoch.Ticks + (long)(h["_timestamp"] * 1e7)));
            Assert.Equal(expected, store.Points(run, name));
        }

        ILookup<string, double> system = LogBytes.Items(file, kind: 7, item: 3).Where(i => !i.Name.StartsWith('_')).SelectMany(i => Flat(i.Name, i.Json)).ToLookup(i => i.Name, i => i.Value);
        Assert.NotEmpty(system);
        foreach (IGrouping<string, double> stat in system) Assert.Equal(stat, store.Points(run, "system/" + stat.Key).Select(p => p.Value));
        Assert.Equal(result.Points, store.Metrics(run).Sum(m => m.Count));

        // The process was ended: the file ends within a record, and does not say how the run ended.
        Assert.Equal((RunStatus.Running, $"run-3ojed7lz.wandb at byte {file.Length - 7}"), (run.Status, Assert.Single(result.Skipped).First));
        Assert.Equal("Default Hyper Parameters, Swish activation.", run.Parameters["Notes"]);
        Assert.Equal(["config.yaml", "wandb-summary.json"], store.Artifacts(run).Select(a => a.Key).Order(StringComparer.Ordinal));
        Assert.Equal(File.ReadAllBytes(Path.Combine(folder, "files", "config.yaml")), store.Content(store.Artifacts(run).Single(a => a.Key == "config.yaml")));
    }

    [Fact]
    public void A_real_offline_run_keeps_its_project_names_and_tags()
    {
        MergeResult result = store.ImportTwice(ForeignStore.Real("wandb", "run-g9dvvkua.wandb"));
        Run run = Assert.Single(store.Runs);
        Assert.Equal("code-toad", run.Experiment);
        Assert.True(run.StartedAt is not null);
        Assert.NotEmpty(result.Skipped);
    }

    [Fact]
    public void Each_kind_of_record_has_its_place()
    {
        byte[] start = Wire.Field(17, Wire.Field(1, 1700000000L));
        byte[] run = Wire.Field(17, Wire.Message(
            Wire.Field(1, "abc"), Wire.Field(3, "vision"), Wire.Field(4, Wire.Field(1, LogBytes.Item("optimizer", "{\"name\": \"adam\", \"lr\": 1e-3}"))), Wire.Field(6, "group 1"),
            Wire.Field(8, "quiet-sun-1"), Wire.Field(9, "first try"), Wire.Field(10, "baseline"), Wire.Field(13, "node1"), start, Wire.Field(21, Wire.Field(2, "c0ffee"))));
        string path = store.Folder.Write("wandb/offline-run-1-abc/run-abc.wandb", LogBytes.File(
            Wire.Field(21, ""),
            run,
            Wire.Field(5, Wire.Message(Wire.Field(1, LogBytes.Item("epochs", "3")), Wire.Field(1, LogBytes.Item("_wandb", "{}")))),
            Wire.Field(12, Wire.Message(Wire.Field(1, "loss"), Wire.Field(8, 1L))),
            LogBytes.History(0, 1700000001.25, ("loss", "NaN"), ("val", "{\"acc\": 0.5, \"f1\": \"Infinity\"}"), ("ok", "true"), ("note", "\"text\"")),
            LogBytes.History(5, 1700000002.5, ("loss", "0.25"), ("weights", "{\"_type\": \"histogram\", \"values\": [1, 2], \"bins\": [0, 1, 2]}"), ("sample", "{\"_type\": \"image-file\", \"path\": \"media/images/a.png\"}"), ("gone", "{\"_type\": \"image-file\", \"path\": \"../../secret.png\"}")),
            Wire.Field(7, Wire.Message(Wire.Field(2, Wire.Field(1, 1700000003L)), Wire.Field(3, LogBytes.Item("cpu", "12.5")))),
            Output(1, 1700000004, "one\ntw"),
            Output(0, 1700000004, "bad\n"),
            Output(1, 1700000005, "o\n 10%|#\r 90%|##\r100%|###\r\n"),
            Wire.Field(10, Wire.Message(Wire.Field(1, "Low accuracy"), Wire.Field(2, "0.1"))),
            Wire.Field(3, Wire.Message(Wire.Field(1, LogBytes.Item("loss", "0.25")), Wire.Field(1, LogBytes.Item("best", "0.125")), Wire.Field(1, LogBytes.Item("verdict", "\"good\"")))),
            Wire.Field(18, Wire.Message(Wire.Field(1, 2L), Wire.Field(2, 10L)))));
        store.Folder.Write("wandb/offline-run-1-abc/files/media/images/a.png", [1, 2, 3]);
        store.Folder.Write("secret.png", [4]);
        MergeResult result = store.ImportTwice(store.Folder.Sub("wandb"));
        Run read = Assert.Single(store.Runs);
        Assert.Equal(("vision", "quiet-sun-1", RunStatus.Failed, "first try"), (read.Experiment, read.Name, read.Status, read.Description));
        Assert.Equal(("node1", "c0ffee", DateTime.UnixEpoch.AddSeconds(1700000000), DateTime.UnixEpoch.AddSeconds(1700000010)), (read.Origin.Host, read.Origin.GitCommit, read.StartedAtUtc, read.EndedAtUtc));
        Assert.Equal(("adam", 0.001, 3L), (read.Parameters["optimizer.name"], read.Parameters["optimizer.lr"], read.Parameters["epochs"]));
        Assert.Equal(("group 1", "good", null), (read.Tags["group"], read.Tags["summary/verdict"], read.Tags["baseline"]));
        Assert.Equal([(0L, double.NaN), (5L, 0.25)], store.Points(read, "loss").Select(p => (p.Step, p.Value)));
        Assert.Equal(MetricGoal.Minimize, store.Metrics(read).Single(m => m.Name == "loss").Goal);
        Assert.Equal((0.5, double.PositiveInfinity, 1.0, 12.5, 0.125), (read.Metrics["val.acc"], read.Metrics["val.f1"], read.Metrics["ok"], read.Metrics["system/cpu"], read.Metrics["best"]));
        Assert.Equal(DateTime.UnixEpoch.AddSeconds(1700000001.25).Ticks, store.Points(read, "ok")[0].Ticks);
        Assert.Equal(("weights", 5L, 3L), Assert.Single(store.Distributions(read)) is var d ? (d.Key, d.Step, d.Count) : default);
        Assert.Equal(["bad", "one", "two", "100%|###", "Low accuracy: 0.1"], store.Logs(read).OrderBy(l => l.Stream == "Alert").ThenBy(l => l.LoggedAt).ThenBy(l => l.Message, StringComparer.Ordinal).Select(l => l.Message));
        Assert.Equal([("media/images/a.png", null), ("sample.png", 5L)], store.Artifacts(read).Select(a => (a.Key, a.Step)).Order());
        Assert.Equal(["logged image-file", "logged value"], result.Skipped.Select(s => s.Kind));
    }

    [Fact]
    public void A_run_that_is_not_over_goes_on_and_ends_with_a_later_import()
    {
        byte[] run = Wire.Field(17, Wire.Message(Wire.Field(1, "abc"), Wire.Field(3, "p"), Wire.Field(17, Wire.Field(1, 1700000000L))));
        byte[][] begun = [run, LogBytes.History(0, 1700000001, ("loss", "1"))];
        string path = store.Folder.Write("run-abc.wandb", LogBytes.File(begun));
        store.Import(path);
        Assert.Equal(RunStatus.Running, store.Runs.Single().Status);
        store.Folder.Write("run-abc.wandb", LogBytes.File([.. begun, LogBytes.History(1, 1700000002, ("loss", "0.5")), Wire.Field(18, Wire.Field(1, 0L))]));
        MergeResult grown = store.Import(path);
        Assert.Equal((1L, 1L, 0), (grown.Points, grown.Changed, grown.Conflicts.Count));
        Run ended = store.Runs.Single();
        Assert.Equal((RunStatus.Succeeded, DateTime.UnixEpoch.AddSeconds(1700000002)), (ended.Status, ended.EndedAtUtc));
    }

    [Fact]
    public void Damage_ends_a_file_where_it_is()
    {
        byte[][] records = [.. Enumerable.Range(0, 40).Select(i => LogBytes.History(i, 1700000000 + i, ("x", new string('1', 2000))))];
        byte[] whole = LogBytes.File([Wire.Field(17, Wire.Message(Wire.Field(1, "abc"), Wire.Field(3, "p"))), .. records]);
        int[] offsets = [.. LogBytes.Records(whole).Select(r => r.Offset)];
        Assert.True(offsets[^1] > 2 * 32768);
        Assert.Equal(40L, store.Import(store.Folder.Write("whole/run-abc.wandb", whole)).Points);
        foreach (int cut in new[] { offsets[5] + 3, offsets[20] + 500, whole.Length - 1 })
        {
            using var other = new ForeignStore(Format);
            MergeResult result = other.Import(other.Folder.Write("run-abc.wandb", whole[..cut]));
            int before = offsets.Count(o => o < cut) - 2;
            Assert.Equal((before, $"run-abc.wandb at byte {offsets[before + 1]}"), (result.Points, Assert.Single(result.Skipped).First));
        }

        whole[offsets[10] + 100] ^= 4;
        using var flipped = new ForeignStore(Format);
        Assert.Equal(9L, flipped.Import(flipped.Folder.Write("run-abc.wandb", whole)).Points);
    }

    [Fact]
    public void Mutated_files_are_read_as_far_as_they_are_whole()
    {
        string path = store.Folder.Sub("run-abc.wandb");
        byte[] original = File.ReadAllBytes(ForeignStore.Real("wandb", "run-g9dvvkua.wandb"));
        MutatedFiles.Check(Format, path, original);
        byte[][] records = [.. LogBytes.Records(original).Select(r => r.Bytes), LogBytes.History(5, 1, ("w", "{\"_type\": \"histogram\", \"values\": [1, 2], \"bins\": [0, 1, 2]}"))];
        MutatedFiles.Check(Format, path, Wire.Message(records), bytes => LogBytes.File([.. bytes.Chunk(300)]));
        foreach (byte[] record in records) MutatedFiles.Check(Format, path, record, bytes => LogBytes.File(bytes));
    }

    private static IEnumerable<(string Name, double Value)> Flat(string name, string json)
    {
        JsonElement value = JsonDocument.Parse(json).RootElement;
        return value.ValueKind == JsonValueKind.Object ? value.EnumerateObject().Select(p => ($"{name}.{p.Name}", p.Value.GetDouble())) : [(name, value.GetDouble())];
    }

    private static byte[] Output(long type, long time, string text) =>
        Wire.Field(13, Wire.Message(Wire.Field(1, type), Wire.Field(2, Wire.Field(1, time)), Wire.Field(3, Encoding.UTF8.GetBytes(text))));
}
