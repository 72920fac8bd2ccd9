using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ExperimentTracker.Interop.Files;
using ExperimentTracker.Interop.MLflow.Terms;
using ExperimentTracker.Rules;
using ExperimentTracker.Transfer;
using ExperimentTracker.Values;

namespace ExperimentTracker.Interop.MLflow.Export;

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
    private readonly Dictionary<string, List<OwnArtifact>> artifacts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> sources = new(StringComparer.Ordinal);
    private readonly FilePlaces models = new();

    /// <summary>The datasets that the runs used.</summary>
    public RunInputs Inputs { get; } = new(request.Losses);

    /// <summary>Writes an experiment.</summary>
    public void Add(TransferExperiment item)
    {
        Experiment experiment = item.Experiment;
        string id = NumberOf(experiment.Id);
        string folder = experiment.RemovedAt is null ? Path.Combine(request.Target, id) : Path.Combine(request.Target, Trash, id);
        FolderCreation.Create(folder);
        experiments[experiment.Id] = folder;
        MetaFile.Write(folder, ("artifact_location", LocationOf(id)), ("creation_time", MLflowTerms.MillisecondsOf(experiment.CreatedAt)), ("experiment_id", id),
            ("last_update_time", MLflowTerms.MillisecondsOf(experiment.UpdatedAt)), ("lifecycle_stage", experiment.RemovedAt is null ? Active : Deleted),
            ("name", MLflowTerms.ExperimentOf(experiment.Project, experiment.Name)));
        WriteEach(folder, "tags", MLflowTerms.TagsOf(item), places: true);
    }

    /// <summary>Writes a run with its points.</summary>
    public void Add(TransferRun item)
    {
        Run run = item.Run;
        string experiment = experiments[run.ExperimentId];
        string id = MLflowTerms.IdOf(run.Id);
        string folder = Path.Combine(experiment, id);
        runs[run.Id] = folder;
        FolderCreation.Create(folder);
        MetaFile.Write(folder, ("artifact_uri", LocationOf(Path.GetFileName(experiment), id, "artifacts")), ("end_time", run.EndedAt is { } end ? MLflowTerms.MillisecondsOf(end) : null),
            ("entry_point_name", ""), ("experiment_id", Path.GetFileName(experiment)), ("lifecycle_stage", run.RemovedAt is null ? Active : Deleted), ("run_id", id),
            ("run_name", run.Name), ("run_uuid", id), ("source_name", ""), ("source_type", 4), ("source_version", ""),
            ("start_time", MLflowTerms.MillisecondsOf(run.StartedAt ?? run.CreatedAt)), ("status", NumberOf(run.Status)), ("tags", Array.Empty<string>()), ("user_id", run.Origin.User ?? ""));
        RunNames names = RunNames.InFolder(item);
        WriteEach(folder, "params", MLflowTerms.ParametersOf(run, names), places: false);
        WriteEach(folder, "tags", MLflowTerms.TagsOf(item, names), places: false);
        FolderCreation.Create(Path.Combine(folder, "artifacts"));
        WriteMetrics(Path.Combine(folder, "metrics"), item, names);
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
        string? own = artifact.Kind == ArtifactKind.Folder ? ArtifactFiles.PathOf(artifact) : null;
        foreach ((string path, string digest) in ArtifactFiles.Of(item))
        {
            using Stream? content = request.Source.Open(digest);
            string place = places.Take(path);
            if (artifact.Kind != ArtifactKind.Folder) own = place;
            string target = Path.Combine(run, "artifacts", place);
            if (content is null) request.Losses.Add("artifact", "The store does not have its content.", $"{artifact.Owner}: {artifact}");
            else Copy(content, target);
        }

        if (own is not null) sources[artifact.Id] = LocationOf(Path.GetFileName(Path.GetDirectoryName(run)!), Path.GetFileName(run), "artifacts", own);
        if (!artifact.IsStored) request.Losses.Add("artifact", "The store does not have its content.", $"{artifact.Owner}: {artifact}");
        if (!artifacts.TryGetValue(item.RunId, out List<OwnArtifact>? records)) artifacts.Add(item.RunId, records = []);
        records.Add(OwnArtifact.Of(item, own));
    }

    /// <summary>Writes the records of the artifacts, and the inputs of the runs.</summary>
    public void Finish()
    {
        foreach ((string run, List<OwnInput> inputs) in Inputs.ByRun()) if (runs.TryGetValue(run, out string? folder)) Write(folder, inputs);
        foreach ((string run, List<OwnArtifact> records) in artifacts) WriteEach(runs[run], "tags", OwnRecords.TagsOf(OwnRecords.Artifacts, records), places: false);
    }

    /// <summary>Writes a registered model with its versions.</summary>
    public void Add(TransferModel item)
    {
        Model model = item.Model;
        if (model.RemovedAt is not null) return;
        string folder = Path.Combine(request.Target, "models", models.Take(ModelName(model.Name)));
        FolderCreation.Create(folder);
        MetaFile.Write(folder, ("aliases", Array.Empty<string>()), ("creation_timestamp", MLflowTerms.MillisecondsOf(model.CreatedAt)), ("description", model.Description),
            ("last_updated_timestamp", MLflowTerms.MillisecondsOf(model.UpdatedAt)), ("name", Path.GetFileName(folder)));
        WriteEach(folder, "tags", MLflowTerms.TagsOf(item.Tags, null).Concat(OwnRecords.TagsOf(OwnRecords.Record, OwnModel.Of(item))), places: true);
        foreach (TransferModelVersion version in item.Versions) AddVersion(folder, version);
        Dictionary<string, long> numbers = item.Versions.ToDictionary(v => v.ModelVersion.Id, v => v.ModelVersion.Version);
        WriteEach(folder, "aliases", item.Aliases.Where(a => numbers.ContainsKey(a.VersionId)).Select(a => (a.Alias, numbers[a.VersionId].ToString(CultureInfo.InvariantCulture))), places: true);
    }

    private void AddVersion(string model, TransferModelVersion item)
    {
        ModelVersion version = item.ModelVersion;
        string folder = Path.Combine(model, string.Create(CultureInfo.InvariantCulture, $"version-{version.Version}"));
        FolderCreation.Create(folder);
        string run = version.RunId is { } id ? MLflowTerms.IdOf(id) : "";
        MetaFile.Write(folder, ("aliases", Array.Empty<string>()), ("creation_timestamp", MLflowTerms.MillisecondsOf(version.CreatedAt)), ("current_stage", version.RemovedAt is null ? version.Stage.ToString() : "Deleted_Internal"),
            ("description", version.Description), ("last_updated_timestamp", MLflowTerms.MillisecondsOf(version.UpdatedAt)), ("name", Path.GetFileName(model)), ("run_id", run),
            ("run_link", ""), ("source", version.ArtifactId is { } artifact && sources.TryGetValue(artifact, out string? source) ? source : run.Length > 0 ? $"runs:/{run}" : ""), ("status", "READY"), ("status_message", null), ("storage_location", null), ("user_id", ""),
            ("version", version.Version));
        WriteEach(folder, "tags", MLflowTerms.TagsOf(item.Tags, null).Concat(OwnRecords.TagsOf(OwnRecords.Record, item)), places: true);
    }

    // The datasets of the runs of an experiment are beside the runs.
    private static void Write(string run, List<OwnInput> inputs)
    {
        foreach (OwnInput input in inputs)
        {
            var terms = DatasetTerms.Of(input.Dataset.Dataset);
            string id = MLflowTerms.IdOf(input.Dataset.Dataset.Id), dataset = Path.Combine(Path.GetDirectoryName(run)!, "datasets", id), used = Path.Combine(run, "inputs", id);
            if (!Directory.Exists(dataset))
            {
                FolderCreation.Create(dataset);
                MetaFile.Write(dataset, ("digest", terms.Digest), ("name", terms.Name), ("profile", terms.Profile), ("schema", terms.Schema), ("source", terms.Source), ("source_type", terms.SourceType));
            }

            FolderCreation.Create(used);
            var context = new Dictionary<string, string>();
            if (input.Input.Input.Role is { } role) context.Add(DatasetTerms.ContextTag, role);
            MetaFile.Write(used, ("destination_id", Path.GetFileName(run)), ("destination_type", "RUN"), ("source_id", id), ("source_type", "DATASET"), ("tags", context));
        }

        WriteEach(run, "tags", OwnRecords.TagsOf(OwnRecords.Inputs, inputs), places: false);
    }

    // The place that MLflow looks at: relative ones are relative to the folder in which MLflow was started.
    private string LocationOf(params string[] parts) => new Uri(Path.Combine([request.Destination, .. parts])).AbsoluteUri;

    // One file for each series, one line for each point: the time in milliseconds, the value, the step.
    private void WriteMetrics(string folder, TransferRun item, RunNames names)
    {
        FolderCreation.Create(folder);
        foreach (TransferSeries series in item.Metrics)
        {
            request.Cancellation.ThrowIfCancellationRequested();
            TransferPoints points = series.Points;
            string path = Path.Combine(folder, names.OfSeries(series.Name));
            FolderCreation.Create(Path.GetDirectoryName(path)!);
            using var output = new StreamWriter(PrivateFiles.Open(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 16));
            for (int i = 0; i < points.Steps.Length; i++)
            {
                long time = MLflowTerms.MillisecondsOf(points.FirstAt.AddTicks(points.Ticks[i]));
                output.Write(string.Create(CultureInfo.InvariantCulture, $"{time} {MLflowTerms.ValueText(points.Values[i])} {points.Steps[i]}\n"));
            }
        }
    }

    // A value for each name, whose file it names; without places, the names are paths already.
    private static void WriteEach(string folder, string kind, IEnumerable<(string Name, string Value)> values, bool places)
    {
        string all = Path.Combine(folder, kind);
        FolderCreation.Create(all);
        var taken = new FilePlaces(separateFolders: true);
        foreach ((string name, string value) in values)
        {
            string path = Path.Combine(all, places ? taken.Take(name) : name);
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
