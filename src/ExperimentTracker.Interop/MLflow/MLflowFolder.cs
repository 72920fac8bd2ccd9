using ExperimentTracker.Interop.Contents;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Interop.MLflow;

/// <summary>
/// Reads a folder in which MLflow keeps experiments as files, <c>mlruns</c>: <c>experiment/run/meta.yaml</c>, with a file for each parameter, tag and metric. Deleted
/// experiments are in <c>.trash</c>, registered models in <c>models</c>.
/// </summary>
internal sealed class MLflowFolder(string folder, TransferLosses losses) : MLflowReader(losses)
{
    private const string MetaFile = "meta.yaml";
    private const string ModelsFolder = "models";

    // RUNNING is 1 in MLflow's protocol.
    private static readonly string[] Statuses = ["", "RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"];
    private static readonly string[] ModelStatuses = ["", "PENDING", "READY", "FAILED"];

    private readonly MLflowMetaFiles files = new(losses);
    private readonly Dictionary<string, string> experiments = new(StringComparer.Ordinal);

    /// <summary>The folder of files in a folder, which can be that of the source or contain it as <c>mlruns</c>; or <see langword="null"/>.</summary>
    public static string? Find(string path) => new[] { path, Path.Combine(path, "mlruns") }.FirstOrDefault(IsStore);

    public override IEnumerable<MLflowExperiment> Experiments(CancellationToken cancellation)
    {
        foreach (string root in new[] { folder, Path.Combine(folder, ".trash") })
        {
            foreach (string name in LocalFiles.FoldersIn(root).Where(n => n is not (ModelsFolder or ".trash")))
            {
                string path = Path.Combine(root, name);
                if (!File.Exists(Path.Combine(path, MetaFile)) || files.Read(path) is not { } meta) continue;
                string id = meta.Text("experiment_id") ?? name;
                if (!experiments.TryAdd(id, path) && experiments[id] != path) continue;
                yield return new MLflowExperiment(id, meta.Text("name") ?? name)
                {
                    IsDeleted = root != folder || meta.Text("lifecycle_stage") == "deleted",
                    CreatedAt = meta.Integer("creation_time"),
                    UpdatedAt = meta.Integer("last_update_time"),
                    Tags = files.Values(Path.Combine(path, "tags")),
                };
            }
        }
    }

    public override IEnumerable<MLflowRun> Runs(MLflowExperiment experiment, CancellationToken cancellation)
    {
        string path = experiments[experiment.Id];
        return LocalFiles.FoldersIn(path).Where(name => File.Exists(Path.Combine(path, name, MetaFile)))
            .Select(name => (Name: name, Meta: files.Read(Path.Combine(path, name)))).Where(run => run.Meta is not null)
            .Select(run => (run.Name, Start: run.Meta!.Integer("start_time") ?? 0)).OrderBy(run => run.Start).ThenBy(run => run.Name, StringComparer.Ordinal).ToList()
            .Select(run => Run(experiment, Path.Combine(path, run.Name), run.Name)).OfType<MLflowRun>();
    }

    public override IEnumerable<MLflowPoint> Points(MLflowRun run, CancellationToken cancellation)
    {
        string path = Path.Combine(FolderOf(run), "metrics");
        return !Directory.Exists(path) ? [] : LocalFiles.In(path).SelectMany(file => MLflowMetricFile.Read(file.FullName, file.Path, $"run {run.Id}", Losses, cancellation));
    }

    public override IEnumerable<MLflowFile> Files(MLflowRun run, CancellationToken cancellation) => MLflowLocation.FilesOf(
        new[] { Path.Combine(FolderOf(run), "artifacts") }.Concat(MLflowLocation.FoldersOf(run.ArtifactUri, Path.GetDirectoryName(folder)!, run.ExperimentId, run.Id)));

    public override IEnumerable<MLflowLoggedModel> LoggedModels(MLflowExperiment experiment, CancellationToken cancellation)
    {
        string root = Path.Combine(experiments[experiment.Id], ModelsFolder);
        foreach (string name in LocalFiles.FoldersIn(root))
        {
            string path = Path.Combine(root, name);
            if (!File.Exists(Path.Combine(path, MetaFile)) || files.Read(path) is not { } meta) continue;
            yield return new MLflowLoggedModel(name, experiment.Id)
            {
                Name = meta.Text("name"),
                ModelType = meta.Text("model_type"),
                Status = meta.Choice("status", ModelStatuses),
                RunId = meta.Text("source_run_id"),
                IsDeleted = meta.Text("lifecycle_stage") == "deleted",
                CreatedAt = meta.Integer("creation_timestamp") ?? meta.Integer("creation_timestamp_ms"),
                UpdatedAt = meta.Integer("last_updated_timestamp") ?? meta.Integer("last_updated_timestamp_ms"),
                ArtifactUri = meta.Text("artifact_location") ?? meta.Text("artifact_uri"),
                Parameters = files.Values(Path.Combine(path, "params")),
                Tags = files.Values(Path.Combine(path, "tags")),
            };
        }
    }

    public override IEnumerable<MLflowFile> Files(MLflowLoggedModel model, CancellationToken cancellation) => MLflowLocation.FilesOf(
        new[] { Path.Combine(experiments[model.ExperimentId], ModelsFolder, model.Id, "artifacts") }
            .Concat(MLflowLocation.FoldersOf(model.ArtifactUri, Path.GetDirectoryName(folder)!, model.ExperimentId, $"{ModelsFolder}/{model.Id}")));

    public override IEnumerable<MLflowModel> Models(CancellationToken cancellation)
    {
        string root = Path.Combine(folder, ModelsFolder);
        foreach (string name in LocalFiles.FoldersIn(root))
        {
            string path = Path.Combine(root, name);
            if (!File.Exists(Path.Combine(path, MetaFile)) || files.Read(path) is not { } meta) continue;
            yield return new MLflowModel(meta.Text("name") ?? name)
            {
                CreatedAt = meta.Integer("creation_timestamp"),
                UpdatedAt = meta.Integer("last_updated_timestamp"),
                Description = meta.Text("description"),
                Tags = files.Values(Path.Combine(path, "tags")),
                Aliases = [.. files.Values(Path.Combine(path, "aliases")).Select(a => (a.Key, MLflowMeta.Number(a.Value) ?? 0))],
                Versions = [.. LocalFiles.FoldersIn(path).Where(v => v.StartsWith("version-", StringComparison.Ordinal)).Select(v => Version(Path.Combine(path, v))).OfType<MLflowVersion>()],
            };
        }
    }

    public override void ReportRest(CancellationToken cancellation)
    {
        foreach ((string id, string path) in experiments)
        {
            Losses.Add("trace", "a store has no place for it", $"experiment {id}", LocalFiles.FoldersIn(Path.Combine(path, "traces")).Count());
        }
    }

    private static bool IsStore(string path) => Directory.Exists(path)
        && (LocalFiles.FoldersIn(path).Where(name => name != ModelsFolder).Any(name => MLflowMetaFiles.IsExperiment(Path.Combine(path, name)))
            || LocalFiles.FoldersIn(Path.Combine(path, ".trash")).Any(name => MLflowMetaFiles.IsExperiment(Path.Combine(path, ".trash", name))));

    private string FolderOf(MLflowRun run) => Path.Combine(experiments[run.ExperimentId], run.Id);

    private MLflowRun? Run(MLflowExperiment experiment, string path, string id) => files.Read(path) is not { } meta ? null : new MLflowRun(id, experiment.Id)
    {
        Name = meta.Text("run_name") ?? meta.Text("name"),
        User = meta.Text("user_id"),
        Status = meta.Choice("status", Statuses),
        StartedAt = meta.Integer("start_time"),
        EndedAt = meta.Integer("end_time"),
        DeletedAt = meta.Integer("deleted_time"),
        IsDeleted = meta.Text("lifecycle_stage") == "deleted",
        ArtifactUri = meta.Text("artifact_uri"),
        SourceName = meta.Text("source_name"),
        SourceVersion = meta.Text("source_version"),
        Parameters = files.Values(Path.Combine(path, "params")),
        Tags = files.Values(Path.Combine(path, "tags")),
        Inputs = Inputs(experiment, path),
    };

    private List<MLflowInput> Inputs(MLflowExperiment experiment, string run)
    {
        var inputs = new List<MLflowInput>();
        string root = Path.Combine(run, "inputs");
        foreach (string name in LocalFiles.FoldersIn(root))
        {
            if (files.Read(Path.Combine(root, name)) is not { } meta) continue;
            if (meta.Text("source_type") == "DATASET" && meta.Text("source_id") is { } source && LocalFiles.FoldersIn(Path.Combine(experiments[experiment.Id], "datasets")).Contains(source))
            {
                if (files.Read(Path.Combine(experiments[experiment.Id], "datasets", source)) is { } dataset) inputs.Add(new(DatasetOf(dataset), null, meta.Map("tags")));
            }
            else if (meta.Text("destination_type") == "MODEL_INPUT" && meta.Text("destination_id") is { } model)
            {
                inputs.Add(new(null, model, meta.Map("tags")));
            }
        }

        return inputs;
    }

    private static MLflowDataset DatasetOf(MLflowMeta meta) => new(meta.Text("name") ?? "", meta.Text("digest") ?? "")
    {
        SourceType = meta.Text("source_type"), Source = meta.Text("source"), Schema = meta.Text("schema"), Profile = meta.Text("profile"),
    };

    private MLflowVersion? Version(string path) => files.Read(path) is not { } meta ? null : new MLflowVersion(meta.Integer("version") ?? 0)
    {
        CreatedAt = meta.Integer("creation_timestamp"),
        UpdatedAt = meta.Integer("last_updated_timestamp"),
        Description = meta.Text("description"),
        User = meta.Text("user_id"),
        Stage = meta.Text("current_stage"),
        Source = meta.Text("source"),
        RunId = meta.Text("run_id"),
        RunLink = meta.Text("run_link"),
        Status = meta.Text("status"),
        StatusMessage = meta.Text("status_message"),
        Tags = files.Values(Path.Combine(path, "tags")),
    };
}
