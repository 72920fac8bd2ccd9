using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ExperimentTracker.Interop.Files;
using ExperimentTracker.Rules;
using ExperimentTracker.Transfer;
using ExperimentTracker.Values;

namespace ExperimentTracker.Interop.MlflowExport;

/// <summary>
/// Writes a folder as MLflow's file store keeps runs: <c>&lt;experiment&gt;/&lt;run&gt;/{meta.yaml, metrics, params, tags, artifacts}</c>, and models. MLflow 3.7
/// and later read it with <c>mlflow migrate-filestore</c>, older versions as it is.
/// </summary>
internal sealed class RunsFolder(ExportRequest request)
{
    private const string Active = "active";
    private const string Deleted = "deleted";
    private const string Trash = ".trash";
    private readonly Dictionary<string, string> experiments = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> runs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FilePlaces> artifactPlaces = new(StringComparer.Ordinal);

    /// <summary>Writes an experiment.</summary>
    public void Add(TransferExperiment item)
    {
        Experiment experiment = item.Experiment;
        string id = NumberOf(experiment.Id);
        string folder = experiment.RemovedAt is null ? Path.Combine(request.Target, id) : Path.Combine(request.Target, Trash, id);
        FolderCreation.Create(folder);
        experiments[experiment.Id] = folder;
        MetaFile.Write(folder, ("artifact_location", $"./{id}"), ("creation_time", MlflowRun.MillisecondsOf(experiment.CreatedAt)), ("experiment_id", id),
            ("last_update_time", MlflowRun.MillisecondsOf(experiment.UpdatedAt)), ("lifecycle_stage", experiment.RemovedAt is null ? Active : Deleted),
            ("name", MlflowRun.ExperimentOf(experiment.Project, experiment.Name)));
        var names = new MlflowNames(["mlflow.note.content"]);
        WriteEach(folder, "tags", item.Tags.Select(t => (names.Of(t.Key), t.Value ?? "")));
        if (experiment.Description is { Length: > 0 } description) WriteEach(folder, "tags", [("mlflow.note.content", description)]);
    }

    /// <summary>Writes a run with its points.</summary>
    public void Add(TransferRun item)
    {
        Run run = item.Run;
        string experiment = experiments[run.ExperimentId];
        string id = MlflowRun.IdOf(run.Id);
        string folder = Path.Combine(experiment, id);
        runs[run.Id] = folder;
        FolderCreation.Create(folder);
        MetaFile.Write(folder, ("artifact_uri", $"./{Path.GetFileName(experiment)}/{id}/artifacts"), ("end_time", run.EndedAt is { } end ? MlflowRun.MillisecondsOf(end) : null),
            ("entry_point_name", ""), ("experiment_id", Path.GetFileName(experiment)), ("lifecycle_stage", run.RemovedAt is null ? Active : Deleted), ("run_id", id),
            ("run_name", run.Name), ("run_uuid", id), ("source_name", ""), ("source_type", 4), ("source_version", ""),
            ("start_time", MlflowRun.MillisecondsOf(run.StartedAt ?? run.CreatedAt)), ("status", NumberOf(run.Status)), ("tags", Array.Empty<string>()), ("user_id", run.Origin.User ?? ""));
        WriteEach(folder, "params", MlflowRun.ParametersOf(run));
        WriteEach(folder, "tags", MlflowRun.TagsOf(run, item.Tags.Select(t => KeyValuePair.Create(t.Key, t.Value))));
        FolderCreation.Create(Path.Combine(folder, "artifacts"));
        WriteMetrics(Path.Combine(folder, "metrics"), item);
        request.Losses.Add("line of a log", "MLflow has no log of a run.", run.Path, item.Logs.Count);
        request.Losses.Add("distribution", "MLflow has no distributions.", run.Path, item.Distributions.Count);
    }

    /// <summary>Writes the content of an artifact of a run.</summary>
    public void Add(TransferArtifact item)
    {
        Artifact artifact = item.Artifact;
        if (artifact.RemovedAt is not null) return;
        if (item.RunId is null || !runs.TryGetValue(item.RunId, out string? run))
        {
            request.Losses.Add("artifact", "MLflow keeps artifacts of runs only.", $"{artifact.Owner}: {artifact}");
            return;
        }

        if (!artifactPlaces.TryGetValue(item.RunId, out FilePlaces? places)) artifactPlaces.Add(item.RunId, places = new FilePlaces(separateFolders: true));
        foreach ((string path, string digest) in ArtifactFiles.Of(item))
        {
            using Stream? content = request.Source.Open(digest);
            string target = Path.Combine(run, "artifacts", places.Take(path));
            if (content is null) request.Losses.Add("artifact", "The store does not have its content.", $"{artifact.Owner}: {artifact}");
            else Copy(content, target);
        }

        if (!artifact.IsStored) request.Losses.Add("artifact", "The store does not have its content.", $"{artifact.Owner}: {artifact}");
    }

    /// <summary>Writes a registered model with its versions.</summary>
    public void Add(TransferModel item)
    {
        Model model = item.Model;
        if (model.RemovedAt is not null) return;
        string folder = Path.Combine(request.Target, "models", ModelName(model.Name));
        FolderCreation.Create(folder);
        MetaFile.Write(folder, ("aliases", Array.Empty<string>()), ("creation_timestamp", MlflowRun.MillisecondsOf(model.CreatedAt)), ("description", model.Description),
            ("last_updated_timestamp", MlflowRun.MillisecondsOf(model.UpdatedAt)), ("name", Path.GetFileName(folder)));
        var names = new MlflowNames([]);
        WriteEach(folder, "tags", item.Tags.Select(t => (names.Of(t.Key), t.Value ?? "")));
        foreach (TransferModelVersion version in item.Versions) AddVersion(folder, version);
        Dictionary<string, long> numbers = item.Versions.ToDictionary(v => v.ModelVersion.Id, v => v.ModelVersion.Version);
        WriteEach(folder, "aliases", item.Aliases.Where(a => numbers.ContainsKey(a.VersionId)).Select(a => (a.Alias, numbers[a.VersionId].ToString(CultureInfo.InvariantCulture))));
    }

    private void AddVersion(string model, TransferModelVersion item)
    {
        ModelVersion version = item.ModelVersion;
        string folder = Path.Combine(model, string.Create(CultureInfo.InvariantCulture, $"version-{version.Version}"));
        FolderCreation.Create(folder);
        string run = version.RunId is { } id ? MlflowRun.IdOf(id) : "";
        MetaFile.Write(folder, ("aliases", Array.Empty<string>()), ("creation_timestamp", MlflowRun.MillisecondsOf(version.CreatedAt)), ("current_stage", version.Stage.ToString()),
            ("description", version.Description), ("last_updated_timestamp", MlflowRun.MillisecondsOf(version.UpdatedAt)), ("name", Path.GetFileName(model)), ("run_id", run),
            ("run_link", ""), ("source", run.Length > 0 ? $"runs:/{run}" : ""), ("status", "READY"), ("status_message", null), ("storage_location", null), ("user_id", ""),
            ("version", version.Version));
        var names = new MlflowNames([]);
        WriteEach(folder, "tags", item.Tags.Select(t => (names.Of(t.Key), t.Value ?? "")));
    }

    // One file for each series, one line for each point: the time in milliseconds, the value, the step.
    private void WriteMetrics(string folder, TransferRun item)
    {
        FolderCreation.Create(folder);
        var names = new MlflowNames(item.Metrics.Select(m => m.Name));
        var places = new FilePlaces(separateFolders: true);
        foreach (TransferSeries series in item.Metrics)
        {
            request.Cancellation.ThrowIfCancellationRequested();
            TransferPoints points = series.Points;
            string path = Path.Combine(folder, places.Take(names.Of(series.Name)));
            FolderCreation.Create(Path.GetDirectoryName(path)!);
            using var output = new StreamWriter(PrivateFiles.Open(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 16));
            for (int i = 0; i < points.Steps.Length; i++)
            {
                long time = MlflowRun.MillisecondsOf(points.FirstAt.AddTicks(points.Ticks[i]));
                output.Write(string.Create(CultureInfo.InvariantCulture, $"{time} {MlflowRun.ValueText(points.Values[i])} {points.Steps[i]}\n"));
            }
        }
    }

    private static void WriteEach(string folder, string kind, IEnumerable<(string Name, string Value)> values)
    {
        string all = Path.Combine(folder, kind);
        FolderCreation.Create(all);
        var places = new FilePlaces(separateFolders: true);
        foreach ((string name, string value) in values)
        {
            string path = Path.Combine(all, places.Take(name));
            FolderCreation.Create(Path.GetDirectoryName(path)!);
            PrivateFiles.Write(path, value);
        }
    }

    private static void Copy(Stream content, string target)
    {
        FolderCreation.Create(Path.GetDirectoryName(target)!);
        using FileStream file = PrivateFiles.Open(target, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        content.CopyTo(file);
    }

    // MLflow refuses separators and percent signs in the names of models.
    private static string ModelName(string name) => ArtifactRules.SafePath(name.Replace('/', '_')).Replace('%', '_');

    // A number of 18 digits, as MLflow generates them.
    private static string NumberOf(string experimentId)
    {
        ulong hash = BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(experimentId)));
        return (100_000_000_000_000_000 + (hash % 900_000_000_000_000_000)).ToString(CultureInfo.InvariantCulture);
    }

    private static int NumberOf(RunStatus status) => status switch
    {
        RunStatus.Running => 1,
        RunStatus.Pending => 2,
        RunStatus.Succeeded => 3,
        RunStatus.Failed => 4,
        _ => 5,
    };
}
