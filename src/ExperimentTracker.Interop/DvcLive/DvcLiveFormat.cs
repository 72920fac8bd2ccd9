using System.Text.Json;
using ExperimentTracker.Interop.Json;
using ExperimentTracker.Interop.Reading;
using ExperimentTracker.Interop.Rows;
using ExperimentTracker.Transfer;
using ExperimentTracker.Values;

namespace ExperimentTracker.Interop.DvcLive;

/// <summary>
/// A folder of DVCLive: a table for each metric below <c>plots/metrics</c>, the last values in <c>metrics.json</c>, <c>params.yaml</c>, and images. The folder is a run;
/// it does not say when the run began or how it ended.
/// </summary>
internal sealed class DvcLiveFormat : ITransferFormat
{
    public string Name => "DvcLive";

    public string Title => "DVCLive, its folder";

    public bool Fits(string path) => Directory.Exists(path) && Tables(path).Any(file => new CsvFile(file).HasSteps());

    public ITransferSource Open(TransferRequest request)
    {
        if (!Fits(request.Path)) throw TransferErrors.NotReadable(request.Path, "it has no table of a step and a metric below plots/metrics");
        return new ForeignRuns(request, hasContents: true, reading => [Read(request.Path, reading)]);
    }

    private static string MetricsOf(string folder) => Path.Combine(folder, "plots", "metrics");

    private static IEnumerable<string> Tables(string folder) => Directory.Exists(MetricsOf(folder)) ? ForeignFiles.In(MetricsOf(folder), "*.tsv") : [];

    private static ForeignRun Read(string folder, ForeignReading reading)
    {
        string[] tables = [.. Tables(folder)];
        string identity = string.Join('\n', tables.Take(1).Select(file => new CsvFile(file).Head()).SelectMany(head => head is { } h ? h.Names.Concat(h.First) : []));
        var run = new ForeignRun(reading, RecordId.From("dvclive", ForeignFiles.FolderOf(folder), identity), ForeignFiles.FolderOf(folder)) { Name = ForeignFiles.NameOf(folder) };
        foreach (string name in new[] { "params.yaml", "params.yml" }.Select(name => Path.Combine(folder, name)).Where(File.Exists)) YamlParameters.ReadInto(run, reading, name);
        foreach (string table in tables) new MetricTable(folder, table).ReadInto(run, reading);
        ReadLast(run, reading, folder, [.. tables.Select(table => MetricTable.KeyOf(MetricsOf(folder), table))]);
        foreach (string file in ForeignFiles.In(folder).Where(file => !IsRead(ForeignFiles.Within(folder, file))))
        {
            if (reading.Contents.AddFile(file, reading.Cancellation) is { } content) run.AddArtifact(ForeignFiles.Within(folder, file), null, content, null, null, null);
        }

        return run;
    }

    // A value that was logged once has no table.
    private static void ReadLast(ForeignRun run, ForeignReading reading, string folder, HashSet<string> logged)
    {
        string path = Path.Combine(folder, "metrics.json");
        if (!File.Exists(path)) return;
        JsonElement? document = PythonJson.File(path, out string? why);
        if (why is not null) reading.Losses.Add("file", $"it is not valid JSON: {why}", "metrics.json");
        if (document is { ValueKind: JsonValueKind.Object } values) Add(values, "", 0);

        void Add(JsonElement from, string prefix, int depth)
        {
            foreach (JsonProperty value in from.EnumerateObject())
            {
                string key = prefix + value.Name;
                if (value.Value.ValueKind == JsonValueKind.Object && depth < 16) Add(value.Value, key + "/", depth + 1);
                else if (key != "step" && !logged.Contains(key) && PythonJson.Number(value.Value) is { } number) run.AddPoint(key, null, 0, number, null);
            }
        }
    }

    private static bool IsRead(string relative) =>
        relative is "metrics.json" or "params.yaml" or "params.yml" || (relative.StartsWith("plots/metrics/", StringComparison.Ordinal) && relative.EndsWith(".tsv", StringComparison.Ordinal));
}
