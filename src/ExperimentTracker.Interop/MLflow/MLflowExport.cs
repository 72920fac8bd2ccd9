using System.Text.Json;
using ExperimentTracker.Interop.Contents;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Interop.MLflow;

/// <summary>
/// Reads what mlflow-export-import wrote: a folder with files <c>experiment.json</c>, <c>run.json</c> and <c>model.json</c>, each with its own folder, for one
/// experiment, run or model or for a whole server. The artifacts of a run are beside its file.
/// </summary>
internal sealed class MLflowExport : MLflowReader
{
    private const string ExperimentFile = "experiment.json";
    private const string RunFile = "run.json";
    private const string ModelFile = "model.json";
    private const int DeepestFolder = 8;
    private const long LargestFile = 1L << 30;

    private readonly List<(string Folder, MLflowExperiment Experiment)> experiments = [];
    private readonly Dictionary<string, List<string>> runs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> runFolders = new(StringComparer.Ordinal);
    private readonly List<string> models = [];
    private readonly string folder;

    public MLflowExport(string folder, TransferLosses losses)
        : base(losses) => this.folder = folder;

    /// <summary>Whether a folder has an export.</summary>
    public static bool Fits(string path) => Directory.Exists(path) && Files(path).Any(IsExport);

    // An export of runs alone has no experiments: they are known by the name that a tag of the export has, or by their number.
    public override IEnumerable<MLflowExperiment> Experiments(CancellationToken cancellation)
    {
        experiments.Clear();
        runs.Clear();
        models.Clear();
        foreach (string path in Files(folder).ToList())
        {
            cancellation.ThrowIfCancellationRequested();
            string name = Path.GetFileName(path), parent = Path.GetDirectoryName(path)!;
            if (name == RunFile) AddRun(parent);
            else if (name == ModelFile) models.Add(path);
            else if (Read(path, root => MLflowJson.Member(root, "experiment") is { } json ? MLflowJson.Experiment(json) : MLflowJson.Experiment(root)) is { } experiment) experiments.Add((parent, experiment));
        }

        return [.. experiments.Select(e => e.Experiment).Concat(runs.Keys.Select(id => new MLflowExperiment(id, $"experiment {id}"))).DistinctBy(e => e.Id)];
    }

    public override IEnumerable<MLflowRun> Runs(MLflowExperiment experiment, CancellationToken cancellation) =>
        (runs.GetValueOrDefault(experiment.Id) ?? []).Select(path => Run(path, experiment.Id)).OfType<MLflowRun>().OrderBy(r => r.StartedAt).ThenBy(r => r.Id, StringComparer.Ordinal);

    public override IEnumerable<MLflowPoint> Points(MLflowRun run, CancellationToken cancellation) => Read(Path.Combine(runFolders[run.Id], RunFile), root =>
    {
        var points = new List<MLflowPoint>();
        if (MLflowJson.Member(root, "metrics") is not { ValueKind: JsonValueKind.Object } metrics) return points;
        foreach (JsonProperty metric in metrics.EnumerateObject())
        {
            foreach (JsonElement json in MLflowJson.List(metrics, metric.Name))
            {
                if (MLflowJson.Point(metric.Name, json) is { } point) points.Add(point);
                else Losses.Add("point", "its value is not a number", $"'{metric.Name}' of run {run.Id}");
            }
        }

        return points;
    }) ?? [];

    public override IEnumerable<MLflowFile> Files(MLflowRun run, CancellationToken cancellation) => MLflowLocation.FilesOf([Path.Combine(runFolders[run.Id], "artifacts")]);

    public override IEnumerable<MLflowModel> Models(CancellationToken cancellation) => models
        .Select(path => Read(path, root => MLflowJson.Member(root, "registered_model") is { } json ? MLflowJson.Model(json, MLflowJson.List(json, "versions").Concat(MLflowJson.List(json, "latest_versions"))) : null))
        .OfType<MLflowModel>();

    public override void ReportRest(CancellationToken cancellation)
    {
        foreach (string kind in new[] { "prompt", "evaluation_dataset", "trace" })
        {
            Losses.Add(kind.Replace('_', ' '), "a store has no place for it", folder, LocalFiles.In(folder).LongCount(f => Path.GetFileName(f.Path) == kind + ".json"));
        }
    }

    private static IEnumerable<string> Files(string path) => new[] { ExperimentFile, RunFile, ModelFile }.SelectMany(name => Directory.EnumerateFiles(path, name, new EnumerationOptions
    {
        AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true, RecurseSubdirectories = true, MaxRecursionDepth = DeepestFolder, MatchType = MatchType.Simple,
    })).Where(f => !Path.GetRelativePath(path, f).Replace('\\', '/').Contains("artifacts/", StringComparison.Ordinal)).OrderBy(f => f, StringComparer.Ordinal);

    private static bool IsExport(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            if (file.Length > LargestFile) return false;
            using JsonDocument document = JsonDocument.Parse(file, new() { MaxDepth = MLflowJson.DeepestNesting });
            JsonElement root = document.RootElement;
            return MLflowJson.Member(root, "mlflow") is { ValueKind: JsonValueKind.Object } && (MLflowJson.Member(root, "system") ?? MLflowJson.Member(root, "info")) is { ValueKind: JsonValueKind.Object };
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // A run belongs to the experiment whose file is nearest above it.
    private void AddRun(string parent)
    {
        if (Run(parent, null) is not { } run || (runFolders.TryGetValue(run.Id, out string? known) && known != parent)) return;
        runFolders[run.Id] = parent;
        string above = parent + Path.DirectorySeparatorChar;
        string id = experiments.Where(e => above.StartsWith(e.Folder + Path.DirectorySeparatorChar, StringComparison.Ordinal)).OrderBy(e => e.Folder.Length).Select(e => e.Experiment.Id).LastOrDefault() ?? run.ExperimentId;
        if (!runs.TryGetValue(id, out List<string>? list)) runs.Add(id, list = []);
        list.Add(parent);
    }

    private MLflowRun? Run(string parent, string? experiment) => Read(Path.Combine(parent, RunFile), root => MLflowJson.Run(root, root, experiment));

    // What a file has in its "mlflow" object.
    private T? Read<T>(string path, Func<JsonElement, T?> read)
        where T : class
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            if (file.Length > LargestFile) throw new IOException($"it is larger than {LargestFile >> 20} MB");
            using JsonDocument document = JsonDocument.Parse(file, new() { MaxDepth = MLflowJson.DeepestNesting });
            if (MLflowJson.Member(document.RootElement, "mlflow") is { } root && read(root) is { } value) return value;
            Losses.Add("damaged file", "it does not have the fields of an export", path);
        }
        catch (JsonException e)
        {
            Losses.Add("damaged file", $"it is not valid JSON at line {e.LineNumber + 1}", path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            Losses.Add("damaged file", e is InvalidOperationException ? "it contains text that is not valid Unicode" : e.Message.TrimEnd('.'), path);
        }

        return null;
    }
}
