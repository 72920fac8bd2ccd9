using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Services;

/// <summary>
/// Some runs of a store with what they need: their projects, experiments, trials, datasets and artifacts, and the versions of models that come from them. A reference to
/// what is not among these is left out: a parent, an input, an artifact of another run.
/// </summary>
public sealed class SelectedSource : ITransferSource
{
    private readonly ITransferSource all;
    private readonly HashSet<string> runs, experiments, trials, datasets, wholeExperiments, artifacts;
    private readonly Dictionary<string, long> contents;

    private SelectedSource(ITransferSource all, IExperimentStore store, IReadOnlyList<Run> selected, IReadOnlyCollection<string> whole, CancellationToken cancellation)
    {
        this.all = all;
        runs = Set(selected.Select(r => r.Id));
        wholeExperiments = Set(whole);
        experiments = Set(selected.Select(r => r.ExperimentId).Concat(whole));
        trials = Set(selected.Select(r => r.TrialId).OfType<string>());
        datasets = Set(store.Inputs.List([.. runs], cancellation).Where(i => i.Kind == RunInputKind.Dataset).Select(i => i.TargetId));
        Artifact[] owned = [.. store.Artifacts.Query(new() { OwnerIds = [.. runs, .. whole] }, cancellation)];
        artifacts = Set(owned.Select(a => a.Id));
        IEnumerable<string> digests = owned.SelectMany(a => a.Kind == ArtifactKind.Folder ? store.Artifacts.Files(a.Id, cancellation).Select(f => f.Digest) : a.Digest is null ? [] : [a.Digest]);
        IReadOnlyDictionary<string, long> stored = all.Contents(cancellation);
        contents = digests.Distinct(StringComparer.Ordinal).Where(stored.ContainsKey).ToDictionary(d => d, d => stored[d], StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public string Name => all.Name;

    /// <inheritdoc/>
    public TransferHead Head => all.Head;

    /// <summary>Selects runs of a store.</summary>
    /// <param name="store">The store.</param>
    /// <param name="runs">The runs.</param>
    /// <param name="experiments">The ids of experiments that are selected themselves, so that their artifacts and trials come along, also without runs.</param>
    /// <param name="cancellation">Cancels reading what the runs refer to.</param>
    public static SelectedSource Of(IExperimentStore store, IReadOnlyList<Run> runs, IReadOnlyCollection<string> experiments, CancellationToken cancellation)
    {
        ITransferSource all = store.Transfer.AsSource(cancellation);
        try
        {
            return new SelectedSource(all, store, runs, experiments, cancellation);
        }
        catch
        {
            all.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, long> Contents(CancellationToken cancellation) => contents;

    /// <inheritdoc/>
    public Stream? Open(string digest) => contents.ContainsKey(digest) ? all.Open(digest) : null;

    /// <inheritdoc/>
    public void Dispose() => all.Dispose();

    /// <inheritdoc/>
    public IEnumerable<TransferItem> Read(CancellationToken cancellation)
    {
        // Datasets and projects come before the experiments that name them.
        var waiting = new List<TransferItem>();
        var versions = new HashSet<string>(StringComparer.Ordinal);
        var chosen = new List<TransferExperiment>();
        bool isPastCatalog = false;
        foreach (TransferItem item in all.Read(cancellation))
        {
            if (!isPastCatalog && item is TransferEncoder or TransferDataset or TransferProject)
            {
                waiting.Add(item);
                continue;
            }

            if (!isPastCatalog && item is TransferExperiment experiment)
            {
                if (experiments.Contains(experiment.Experiment.Id)) chosen.Add(experiment);
                continue;
            }

            if (!isPastCatalog)
            {
                isPastCatalog = true;
                foreach (TransferItem before in Catalog(waiting, chosen)) yield return before;
            }

            if (Selected(item, versions) is { } selected) yield return selected;
        }

        if (!isPastCatalog) foreach (TransferItem before in Catalog(waiting, chosen)) yield return before;
    }

    private static HashSet<string> Set(IEnumerable<string> ids) => new(ids, StringComparer.Ordinal);

    private IEnumerable<TransferItem> Catalog(List<TransferItem> waiting, List<TransferExperiment> chosen)
    {
        datasets.UnionWith(chosen.SelectMany(e => e.DatasetIds.Append(e.PrimaryDatasetId).OfType<string>()));
        HashSet<string> projects = Set(chosen.Select(e => e.Experiment.ProjectId));
        TransferDataset[] used = [.. waiting.OfType<TransferDataset>().Where(d => datasets.Contains(d.Dataset.Id))];
        HashSet<string> encoders = Set(used.SelectMany(d => d.EncoderTypes));
        return
        [
            .. waiting.OfType<TransferEncoder>().Where(e => encoders.Contains(e.Encoder.Type)), .. used,
            .. waiting.OfType<TransferProject>().Where(p => projects.Contains(p.Project.Id)), .. chosen,
        ];
    }

    private TransferItem? Selected(TransferItem item, HashSet<string> versions) => item switch
    {
        TransferTrial trial => trials.Contains(trial.Trial.Id) || wholeExperiments.Contains(trial.Trial.ExperimentId) ? trial : null,
        TransferRun run => !runs.Contains(run.Run.Id) ? null
            : run.Run.ParentRunId is { } parent && !runs.Contains(parent) ? run with { Run = run.Run with { ParentRunId = null } } : run,
        TransferArtifact artifact => artifacts.Contains(artifact.Artifact.Id) ? artifact : null,
        TransferModel model => Selected(model, versions),
        TransferInput { Input: var input } => runs.Contains(input.RunId) && IsThere(input, versions) ? item : null,
        _ => null,
    };

    private bool IsThere(RunInput input, HashSet<string> versions) => input.Kind switch
    {
        RunInputKind.Artifact => artifacts.Contains(input.TargetId),
        RunInputKind.Dataset => datasets.Contains(input.TargetId),
        _ => versions.Contains(input.TargetId),
    };

    private TransferModel? Selected(TransferModel model, HashSet<string> versions)
    {
        TransferModelVersion[] own = [.. model.Versions.Where(v => v.ModelVersion.RunId is { } run && runs.Contains(run)).Select(v => v with
        {
            ModelVersion = v.ModelVersion with { ArtifactId = v.ModelVersion.ArtifactId is { } artifact && artifacts.Contains(artifact) ? artifact : null },
        })];
        versions.UnionWith(own.Select(v => v.ModelVersion.Id));
        return own.Length == 0 ? null : model with { Versions = own, Aliases = [.. model.Aliases.Where(a => versions.Contains(a.VersionId))] };
    }
}
