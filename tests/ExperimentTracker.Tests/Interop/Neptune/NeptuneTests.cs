using ExperimentTracker.Interop.Neptune;

namespace ExperimentTracker.Tests.Interop.Neptune;

/// <summary>Files with the schema that neptune-exporter documents, written by DuckDB.</summary>
public sealed class NeptuneTests : IDisposable
{
    private const string Columns = "project_id, run_id, attribute_path, attribute_type, step, timestamp, int_value, float_value, string_value, bool_value, datetime_value, string_set_value, file_value, histogram_value";

    private readonly ForeignStore store = new(new NeptuneFormat());

    public void Dispose() => store.Dispose();

    [NeedsNodePackagesFact(DuckDb.Service)]
    public void Each_type_of_attribute_has_its_place_and_parts_are_one_run()
    {
        string project = Directory.CreateDirectory(store.Folder.Sub("data/team_iris-1")).FullName, files = Directory.CreateDirectory(store.Folder.Sub("files/team_iris-1")).FullName;
        Directory.CreateDirectory(Path.Combine(files, "run-1", "plots"));
        File.WriteAllText(Path.Combine(files, "run-1", "weights.bin"), "weights");
        File.WriteAllText(Path.Combine(files, "run-1", "plots", "3.png"), "three");
        File.WriteAllText(store.Folder.Sub("secret"), "secret");
        DuckDb.Query(project, Write("run-1_part_0.parquet",
            Row("lr", "float", real: "0.1"), Row("epochs", "int", integer: "10"), Row("name", "string", text: "'ü'"), Row("flag", "bool", flag: "true"),
            Row("when", "datetime", date: "'2023-11-14 22:13:20.123+00'"), Row("sys/tags", "string_set", set: "['a', 'b']"), Row("groups", "string_set", set: "['x', NULL]"),
            Row("sys/name", "string", text: "'first'"), Row("sys/description", "string", text: "'It'"), Row("sys/owner", "string", text: "'ann'"), Row("sys/failed", "bool", flag: "true"),
            Row("sys/creation_time", "datetime", date: "'2023-11-14 22:13:20+00'"), Row("sys/modification_time", "datetime", date: "'2023-11-14 23:13:20+00'"),
            Row("loss", "float_series", "0", real: "0.5"), Row("loss", "float_series", "1.5", real: "0.4"), Row("loss", "float_series", "2", real: "'NaN'")));
        DuckDb.Query(project, Write("run-1_part_1.parquet",
            Row("loss", "float_series", "3", real: "'-Infinity'"), Row("out", "string_series", "0", text: "'hello'"),
            Row("weights", "histogram_series", "4", histogram: "{'type': 'COUNTING', 'edges': [0.0, 1.0, 2.0], 'values': [3.0, 4.0]}"),
            Row("density", "histogram_series", "4", histogram: "{'type': 'DENSITY', 'edges': [0.0, 1.0], 'values': [1.0]}"),
            Row("model", "file", file: "{'path': 'run-1/weights.bin'}"), Row("plots", "file_series", "3", file: "{'path': 'run-1/plots/3.png'}"),
            Row("outside", "file", file: "{'path': '../../secret'}"), Row("gone", "file", file: "{'path': 'run-1/gone'}"), Row("odd", "unknown")));
        MergeResult result = store.ImportTwice(store.Folder.Sub("data"));
        Assert.Equal(["attribute 1", "distribution 1", "file 2", "float series 1"], result.Skipped.Select(s => $"{s.Kind} {s.Count}"));
        Run run = store.Run("first");
        Assert.Equal(("team/iris", RunStatus.Failed, "It", "ann"), (run.Experiment, run.Status, run.Description, run.Origin.User));
        Assert.Equal("2023-11-14T22:13:20.0000000Z 2023-11-14T23:13:20.0000000Z", $"{run.StartedAtUtc:O} {run.EndedAtUtc:O}");
        Assert.Equal((0.1, 10L, "ü", true), (run.Parameters["lr"], run.Parameters["epochs"], run.Parameters["name"], run.Parameters["flag"]));
        Assert.Equal(new DateTime(2023, 11, 14, 22, 13, 20, 123, DateTimeKind.Utc), ((DateTime)run.Parameters["when"]!).ToUniversalTime());
        Assert.Equal(["x"], (object?[])run.Parameters["groups"]!);
        Assert.Equal([(0L, 0.5), (2L, double.NaN), (3L, double.NegativeInfinity)], store.Points(run, "loss").Select(p => (p.Step, p.Value)));
        Assert.Equal(("hello", "out"), store.Logs(run).Select(l => (l.Message, l.Stream)).Single());
        Distribution weights = Assert.Single(store.Distributions(run));
        Assert.Equal(("weights", 4L, 7L), (weights.Key, weights.Step, weights.Count));
        Assert.Equal([("model", (long?)null, "weights"), ("plots", 3L, "three")], store.Artifacts(run).OrderBy(a => a.Key).Select(a => (a.Key, a.Step, System.Text.Encoding.UTF8.GetString(store.Content(a)))));
        Assert.True(run.Tags.Contains("a"));
    }

    [NeedsNodePackagesFact(DuckDb.Service)]
    public void A_part_that_is_cut_off_loses_its_rows_and_says_so()
    {
        string project = Directory.CreateDirectory(store.Folder.Sub("p")).FullName;
        DuckDb.Query(project, Write("r_part_0.parquet", Row("lr", "float", real: "0.1")), Write("r_part_1.parquet", Row("loss", "float_series", "0", real: "0.5")));
        string part = Path.Combine(project, "r_part_1.parquet");
        File.WriteAllBytes(part, File.ReadAllBytes(part)[..^20]);
        MergeResult result = store.Import(project);
        Assert.Equal(0.1, store.Run("run").Parameters["lr"]);
        Assert.Equal("damaged file", Assert.Single(result.Skipped).Kind);
    }

    [NeedsNodePackagesFact(DuckDb.Service)]
    public void Mutated_parts_are_read_or_refused()
    {
        string project = Directory.CreateDirectory(store.Folder.Sub("p")).FullName;
        DuckDb.Query(project, Write("r_part_0.parquet", [.. Enumerable.Range(0, 50).Select(i => Row("loss", "float_series", $"{i}", real: $"{i}", set: "['x', 'y']"))]));
        string part = Path.Combine(project, "r_part_0.parquet");
        MutatedFiles.Check(new NeptuneFormat(), part, File.ReadAllBytes(part));
    }

    private static string Write(string file, params string[] rows) => $"COPY (SELECT * FROM (VALUES {string.Join(", ", rows)}) v ({Columns})) TO '{file}' (FORMAT parquet, COMPRESSION snappy)";

    private static string Row(
        string path, string type, string step = "NULL", string real = "NULL", string integer = "NULL", string text = "NULL", string flag = "NULL", string date = "NULL", string set = "NULL", string file = "NULL", string histogram = "NULL") =>
        $"('team/iris', 'run', '{path}', '{type}', {step}::DECIMAL(18,6), '2023-11-14 22:13:21+00'::TIMESTAMPTZ, {integer}::BIGINT, {real}::DOUBLE, {text}::VARCHAR, {flag}::BOOLEAN, {date}::TIMESTAMPTZ, " +
        $"{set}::VARCHAR[], {file}::STRUCT(path VARCHAR), {histogram}::STRUCT(type VARCHAR, edges DOUBLE[], \"values\" DOUBLE[]))";
}
