using ExperimentTracker.Interop.Building;
using ExperimentTracker.Interop.Contents;
using ExperimentTracker.Interop.MLflow.Terms;
using ExperimentTracker.Interop.Reading;
using ExperimentTracker.Rules;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Interop.MLflow;

/// <summary>
/// The runs and logged models that there are, and the files of their artifacts, read before the records because a merge takes contents first. A file at the top
/// is an artifact, and so is a folder at the top with all that is in it, such as a model.
/// </summary>
internal sealed class MLflowArtifacts(MLflowReader reader, ForeignContents contents)
{
    private const string LogModelTag = "mlflow.log-model.history";

    private readonly Dictionary<string, MLflowFound> runs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> runIds = new(StringComparer.Ordinal);
    private readonly HashSet<string> usedIds = new(StringComparer.Ordinal);
    private readonly HashSet<string> own = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MLflowFound> models = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<MLflowLoggedModel>> loggedModels = new(StringComparer.Ordinal);

    /// <summary>Whether a run is in the source.</summary>
    public bool HasRun(string id) => runs.ContainsKey(id);

    /// <summary>
    /// The id of a run of the source: that of the store that exported it, if one did and no other run of the source has it, or else that of MLflow.
    /// </summary>
    public string IdOf(string run) => runIds[run];

    /// <summary>Whether an artifact of a store that exported it was returned.</summary>
    public bool HasOwn(string? artifact) => artifact is not null && own.Contains(artifact);

    /// <summary>Whether a logged model is in the source.</summary>
    public bool HasLoggedModel(string id) => models.ContainsKey(id);

    /// <summary>Reads the runs and logged models of an experiment, and the bytes of their files.</summary>
    public void Add(MLflowExperiment experiment, CancellationToken cancellation)
    {
        foreach (MLflowRun run in reader.Runs(experiment, cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            if (runs.ContainsKey(run.Id)) continue;
            runs.Add(run.Id, new MLflowFound(reader.Files(run, cancellation), contents, cancellation));
            string id = MLflowIds.OfRun(run.Id);
            string exported = MLflowTag.Own<OwnRun>(run.Tags, OwnRecords.Record)?.Run.Run.Id ?? run.Tags.FirstOrDefault(t => t.Key == MLflowTerms.IdTag)?.Value ?? id;
            runIds.Add(run.Id, MLflowIds.OfRun(exported) == exported && usedIds.Add(exported) ? exported : id);
        }

        foreach (MLflowLoggedModel model in reader.LoggedModels(experiment, cancellation))
        {
            if (!models.TryAdd(model.Id, new MLflowFound(reader.Files(model, cancellation), contents, cancellation))) continue;
            string owner = model.RunId is { Length: > 0 } run && runs.ContainsKey(run) ? run : ExperimentKey(experiment);
            if (!loggedModels.TryGetValue(owner, out List<MLflowLoggedModel>? list)) loggedModels.Add(owner, list = []);
            list.Add(model);
        }
    }

    /// <summary>The artifacts of a run, and the models that it logged.</summary>
    public IEnumerable<TransferArtifact> Of(MLflowRun run, TransferLosses losses)
    {
        string id = IdOf(run.Id);
        DateTime at = ForeignTimes.FromMilliseconds(run.EndedAt ?? run.StartedAt) ?? DateTime.UnixEpoch;
        var names = new ForeignNames("artifact", losses);
        if (runs.TryGetValue(run.Id, out MLflowFound? found))
        {
            found.Report($"run {run.Id}", losses);
            var rest = found.Files.ToDictionary(f => f.Path, StringComparer.Ordinal);
            foreach (TransferArtifact artifact in Exported(run, id, rest))
            {
                if (artifact.Artifact.Step is null) names.Distinct(artifact.Artifact.Key);
                yield return artifact;
            }

            foreach ((string top, IReadOnlyList<ArtifactFile> files) in MLflowFound.TopsOf(found.Files.Where(f => rest.ContainsKey(f.Path))))
            {
                yield return Artifact(MLflowIds.OfArtifact(id, top), names.Distinct(ForeignNames.ValidKey(top)), top, files, at) with { RunId = id };
            }

            if (found.IsEmpty && MLflowLocation.IsRemote(run.ArtifactUri))
            {
                yield return Reference(MLflowIds.OfArtifact(id, "artifacts"), names.Distinct("artifacts"), run.ArtifactUri!, at) with { RunId = id };
            }
            else if (found.IsEmpty && run.Tags.Any(t => t.Key == LogModelTag))
            {
                losses.Add("artifacts of a run", "their folder is not at its place, nor beside the source", $"run {run.Id}: {run.ArtifactUri}");
            }
        }

        foreach (MLflowLoggedModel model in loggedModels.GetValueOrDefault(run.Id) ?? []) yield return Of(model, names, losses) with { RunId = id };
    }

    /// <summary>The logged models of an experiment that no run of the source logged.</summary>
    public IEnumerable<TransferArtifact> ModelsWithoutRun(MLflowExperiment experiment, MLflowIds ids, TransferLosses losses)
    {
        var names = new ForeignNames("artifact", losses);
        foreach (MLflowLoggedModel model in loggedModels.GetValueOrDefault(ExperimentKey(experiment)) ?? [])
        {
            yield return Of(model, names, losses) with { ExperimentId = ids.OfExperiment(experiment.Id) };
        }
    }

    /// <summary>The id of the artifact that a version of a model was registered from, if it is in the source.</summary>
    /// <param name="runId">The run of the version.</param>
    /// <param name="source">Its source: <c>…/run/artifacts/model</c>, <c>runs:/run/model</c> or <c>models:/m-1</c>.</param>
    public string? SourceOf(string? runId, string? source)
    {
        if (source is null) return null;
        if (source.StartsWith("models:/", StringComparison.Ordinal)) return HasLoggedModel(source["models:/".Length..]) ? MLflowIds.OfLoggedModel(source["models:/".Length..]) : null;
        if (models.Keys.FirstOrDefault(m => source.Contains($"/{m}/", StringComparison.Ordinal)) is { } logged) return MLflowIds.OfLoggedModel(logged);
        if (runId is null || !runs.TryGetValue(runId, out MLflowFound? found)) return null;
        string within = source.StartsWith($"runs:/{runId}/", StringComparison.Ordinal) ? source[$"runs:/{runId}/".Length..]
            : source.IndexOf($"/{runId}/artifacts/", StringComparison.Ordinal) is var at and >= 0 ? source[(at + runId.Length + "//artifacts/".Length)..]
            : "";
        string top = within.Split('/')[0];
        return found.Tops.Any(t => t.Top == top) ? MLflowIds.OfArtifact(IdOf(runId), top) : null;
    }

    // Those whose files are there as they were exported. Their files are taken out of the rest.
    private IEnumerable<TransferArtifact> Exported(MLflowRun run, string id, Dictionary<string, ArtifactFile> rest)
    {
        foreach (OwnArtifact exported in MLflowTag.Own<List<OwnArtifact>>(run.Tags, OwnRecords.Artifacts) ?? [])
        {
            (TransferArtifact item, string? path) = (exported.Artifact, exported.Path);
            Artifact artifact = item.Artifact;
            ArtifactFile[] files = artifact.Kind == ArtifactKind.Folder && path is not null
                ? [.. rest.Values.Where(f => f.Path.StartsWith(path + "/", StringComparison.Ordinal)).Select(f => f with { Path = f.Path[(path.Length + 1)..] }).OrderBy(f => f.Path, StringComparer.Ordinal)]
                : [];
            bool isThere = artifact.Kind == ArtifactKind.Folder ? artifact.Digest is null || ArtifactRules.FolderDigest(files) == artifact.Digest
                : !artifact.IsStored || (path is not null && rest.TryGetValue(path, out ArtifactFile? file) && file.Digest == artifact.Digest);
            if (!isThere || !own.Add(artifact.Id)) continue;
            if (files.Length == 0 && path is not null) rest.Remove(path);
            foreach (ArtifactFile taken in files) rest.Remove($"{path}/{taken.Path}");
            yield return item with { RunId = id, ExperimentId = null, Files = files };
        }
    }

    // An id of a run has no such character.
    private static string ExperimentKey(MLflowExperiment experiment) => "\n" + experiment.Id;

    private TransferArtifact Of(MLflowLoggedModel model, ForeignNames names, TransferLosses losses)
    {
        MLflowFound found = models[model.Id];
        found.Report($"model {model.Id}", losses);
        DateTime at = ForeignTimes.FromMilliseconds(model.CreatedAt) ?? DateTime.UnixEpoch;
        string id = MLflowIds.OfLoggedModel(model.Id), key = names.Distinct(ForeignNames.ValidKey(model.Name ?? model.Id));
        TransferArtifact item = found.IsEmpty ? Reference(id, key, model.ArtifactUri ?? $"models:/{model.Id}", at) : Folder(id, key, found.Files, at);
        return item with
        {
            Artifact = item.Artifact with
            {
                Type = "model",
                RemovedAt = model.IsDeleted ? ForeignTimes.FromMilliseconds(model.UpdatedAt) ?? at : null,
                Config = new NamedValues(
                [
                    KeyValuePair.Create("model_id", (object?)model.Id),
                    KeyValuePair.Create("model_type", (object?)model.ModelType),
                    KeyValuePair.Create("status", (object?)model.Status),
                    KeyValuePair.Create("params", (object?)new NamedValues(model.Parameters.Select(p => KeyValuePair.Create(p.Key, (object?)PythonValue.Parse(p.Value))))),
                    KeyValuePair.Create("tags", (object?)new NamedValues(model.Tags.Select(t => KeyValuePair.Create(t.Key, (object?)t.Value)))),
                ]),
            },
        };
    }

    private static TransferArtifact Artifact(string id, string key, string top, IReadOnlyList<ArtifactFile> files, DateTime at) =>
        files.Count == 1 && files[0].Path.Length == 0
            ? Item(id, key, ArtifactKind.File, at, a => a with { Size = files[0].Size, Digest = files[0].Digest, Backend = ExperimentTracker.Artifact.StoreBackend, MediaType = MediaTypes.Of(top) })
            : Folder(id, key, files, at);

    private static TransferArtifact Folder(string id, string key, IReadOnlyList<ArtifactFile> files, DateTime at) => Item(
        id, key, ArtifactKind.Folder, at,
        a => a with { Size = files.Sum(f => f.Size), Digest = ArtifactRules.FolderDigest(files), Backend = ExperimentTracker.Artifact.StoreBackend }) with { Files = files };

    private static TransferArtifact Reference(string id, string key, string location, DateTime at) =>
        Item(id, key, ArtifactKind.Reference, at, a => a with { Location = location });

    private static TransferArtifact Item(string id, string key, ArtifactKind kind, DateTime at, Func<Artifact, Artifact> with) => new()
    {
        Artifact = with(new()
        {
            Id = id, OwnerType = RecordType.Run, OwnerId = "", Owner = "", Key = key, Kind = kind, Backend = ExperimentTracker.Artifact.ExternalBackend, CreatedAt = at,
        }),
    };
}
