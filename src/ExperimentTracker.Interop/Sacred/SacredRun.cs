using System.Text.Json;
using ExperimentTracker.Interop.Json;
using ExperimentTracker.Interop.Reading;
using ExperimentTracker.Values;

namespace ExperimentTracker.Interop.Sacred;

/// <summary>
/// Reads the folder of one run of Sacred (sacred.readthedocs.io, "FileStorageObserver"): run.json, config.json, metrics.json, cout.txt, and the artifacts, which are
/// the files beside them. Its times are in UTC, without a zone.
/// </summary>
/// <param name="folder">The folder.</param>
/// <param name="reading">The reading.</param>
internal sealed class SacredRun(string folder, ForeignReading reading)
{
    /// <summary>The file that a folder of a run has.</summary>
    public const string File = "run.json";

    private const string Console = "cout.txt";
    private const int MaxLines = 100_000;

    // Read completely, so that they are no artifacts. run.json has dependencies and more, so it stays one.
    private static readonly string[] Known = ["config.json", "metrics.json", Console];

    /// <summary>Reads the run.</summary>
    public ForeignRun Read()
    {
        JsonElement document = Json(File) ?? default;
        JsonElement experiment = PythonJson.Property(document, "experiment") ?? default, host = PythonJson.Property(document, "host") ?? default;
        string name = PythonJson.Text(experiment, "name") ?? ForeignFiles.FolderOf(folder), started = PythonJson.Text(document, "start_time") ?? "";
        var run = new ForeignRun(reading, RecordId.From("sacred", name, ForeignFiles.NameOf(folder), started), name)
        {
            Name = ForeignFiles.NameOf(folder),
            HasHistory = true,
            Status = StatusOf(PythonJson.Text(document, "status")),
            StartedAt = ForeignTimes.FromText(started),
            Origin = Origin(experiment, host),
        };
        run.EndedAt = run.Status is RunStatus.Pending or RunStatus.Running ? null
            : ForeignTimes.FromText(PythonJson.Text(document, "stop_time")) ?? ForeignTimes.FromText(PythonJson.Text(document, "heartbeat")) ?? run.StartedAt;
        ReadFailure(run, document);
        ReadParameters(run);
        ReadMetrics(run);
        ReadConsole(run);
        ReadResult(run, document);
        if (PythonJson.Text(PythonJson.Property(document, "meta") ?? default, "comment") is { Length: > 0 } comment) run.Description = comment;
        AddFiles(run, experiment, document);
        return run;
    }

    private static RunStatus StatusOf(string? status) => status switch
    {
        "COMPLETED" => RunStatus.Succeeded,
        "FAILED" => RunStatus.Failed,
        "INTERRUPTED" => RunStatus.Cancelled,
        "QUEUED" => RunStatus.Pending,
        "RUNNING" => RunStatus.Running,
        _ => RunStatus.Killed,
    };

    private static RunOrigin Origin(JsonElement experiment, JsonElement host)
    {
        JsonElement repository = PythonJson.Property(experiment, "repositories") is { ValueKind: JsonValueKind.Array } all ? all.EnumerateArray().FirstOrDefault() : default;
        return new()
        {
            Host = PythonJson.Text(host, "hostname"),
            OperatingSystem = PythonJson.Property(host, "os") is { ValueKind: JsonValueKind.Array } os ? string.Join(' ', os.EnumerateArray().Select(PythonJson.Text)) : PythonJson.Text(host, "os"),
            GitCommit = PythonJson.Text(repository, "commit"),
            GitDirty = PythonJson.Property(repository, "dirty")?.ValueKind switch { JsonValueKind.True => true, JsonValueKind.False => false, _ => null },
            Script = PythonJson.Text(experiment, "mainfile"),
            WorkingDirectory = PythonJson.Text(experiment, "base_dir"),
        };
    }

    private static void ReadFailure(ForeignRun run, JsonElement document)
    {
        if (PythonJson.Property(document, "fail_trace") is not { ValueKind: JsonValueKind.Array } trace) return;
        string[] lines = [.. string.Concat(trace.EnumerateArray().Select(PythonJson.Text)).Split('\n', StringSplitOptions.RemoveEmptyEntries)];
        foreach (string line in lines) run.AddLog("Error", line, run.EndedAt);
        run.ErrorMessage = lines.LastOrDefault();
    }

    private static void ReadResult(ForeignRun run, JsonElement document)
    {
        if (PythonJson.Property(document, "result") is not { ValueKind: not JsonValueKind.Null } result) return;
        if (Number(result) is { } number) run.AddPoint("result", null, 0, number, run.EndedAt);
        else run.SetTag("result", PythonJson.Text(result) ?? result.GetRawText());
    }

    private void ReadParameters(ForeignRun run)
    {
        if (Json("config.json") is not { ValueKind: JsonValueKind.Object } config) return;
        foreach (JsonProperty parameter in config.EnumerateObject()) run.SetParameter(parameter.Name, PythonJson.Value(Plain(parameter.Value)));
    }

    private void ReadMetrics(ForeignRun run)
    {
        if (Json("metrics.json") is not { ValueKind: JsonValueKind.Object } metrics) return;
        foreach (JsonProperty metric in metrics.EnumerateObject())
        {
            JsonElement[] steps = List(metric.Value, "steps"), times = List(metric.Value, "timestamps"), values = List(metric.Value, "values");
            for (int i = 0; i < values.Length; i++)
            {
                DateTime? at = i < times.Length ? ForeignTimes.FromText(PythonJson.Text(times[i])) : null;
                long? step = i < steps.Length ? PythonJson.Integer(steps[i]) : null;
                if (Number(values[i]) is { } value) run.AddPoint(metric.Name, null, step, value, at);
                else reading.Losses.Add("value", "it is not a number", metric.Name);
            }
        }
    }

    // The console has no times: those of the run's start stand for them.
    private void ReadConsole(ForeignRun run)
    {
        string path = Path.Combine(folder, Console);
        if (!System.IO.File.Exists(path)) return;
        int count = 0;
        foreach (string line in System.IO.File.ReadLines(path))
        {
            if (++count <= MaxLines) run.AddLog("Output", line, run.StartedAt);
            else reading.Losses.Add("log line", $"it is after the first {MaxLines}", Console);
        }
    }

    private void AddFiles(ForeignRun run, JsonElement experiment, JsonElement document)
    {
        foreach (string file in ForeignFiles.In(folder))
        {
            string key = ForeignFiles.Within(folder, file);
            if (!Known.Contains(key)) Add(run, key, file, null);
        }

        // Sources and resources of all runs are in one folder beside those of the runs.
        foreach (JsonElement source in List(experiment, "sources")) AddShared(run, "sources", source, "source");
        foreach (JsonElement resource in List(document, "resources")) AddShared(run, "resources", resource, "resource");
    }

    private void AddShared(ForeignRun run, string prefix, JsonElement pair, string type)
    {
        if (pair is not { ValueKind: JsonValueKind.Array } || pair.GetArrayLength() != 2) return;
        string original = PythonJson.Text(pair[0]) ?? "", stored = PythonJson.Text(pair[1]) ?? "";
        if (ForeignFiles.Named(Path.GetDirectoryName(folder)!, stored) is { } file) Add(run, $"{prefix}/{original.TrimStart('/')}", file, type);
        else reading.Losses.Add($"{type} file", "it is not there", stored);
    }

    private void Add(ForeignRun run, string key, string file, string? type)
    {
        if (reading.Contents.AddFile(file, reading.Cancellation) is { } content) run.AddArtifact(key, null, content, null, type, run.StartedAt);
        else reading.Losses.Add("artifact", "it cannot be read", key);
    }

    private JsonElement? Json(string name)
    {
        string path = Path.Combine(folder, name);
        if (!System.IO.File.Exists(path)) return null;
        JsonElement? document = PythonJson.File(path, out string? why);
        if (why is not null) reading.Losses.Add("file", $"it is not valid JSON: {why}", name);
        return document;
    }

    // A number of NumPy or a tuple, as jsonpickle writes them.
    private static JsonElement Plain(JsonElement value) =>
        PythonJson.Property(value, "py/tuple") ?? (PythonJson.Property(value, "py/object") is not null && PythonJson.Property(value, "value") is { } inner ? inner : value);

    private static double? Number(JsonElement value) => PythonJson.Number(Plain(value));

    private static JsonElement[] List(JsonElement from, string name) => PythonJson.Property(from, name) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : [];
}
