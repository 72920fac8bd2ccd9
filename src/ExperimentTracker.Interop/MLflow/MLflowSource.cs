using ExperimentTracker.Interop.Contents;
using ExperimentTracker.Interop.MLflow.Terms;
using ExperimentTracker.Interop.Reading;
using ExperimentTracker.Rules;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Interop.MLflow;

/// <summary>What MLflow recorded, as records: the experiments, then run by run with their artifacts, then the registered models and the inputs of runs.</summary>
/// <param name="name">The name for display.</param>
/// <param name="project">The name of the project of the experiments and models; <see langword="null"/> for that of an export, or the default one.</param>
/// <param name="reader">Reads the place.</param>
/// <param name="losses">The report of what is left out, in which the reader takes part.</param>
internal sealed class MLflowSource(string name, string? project, MLflowReader reader, TransferLosses losses) : ITransferSource
{
    private readonly ForeignContents contents = new();
    private MLflowArtifacts? artifacts;

    public string Name => name;

    public TransferHead Head { get; } = new();

    public bool IsMergedInSteps => true;

    public IReadOnlyList<SkippedRecords> Losses => losses.ToList();

    public IReadOnlyDictionary<string, long> Contents(CancellationToken cancellation)
    {
        Survey(cancellation);
        return contents.Sizes;
    }

    public Stream? Open(string digest) => contents.Open(digest);

    public IEnumerable<TransferItem> Read(CancellationToken cancellation)
    {
        MLflowArtifacts found = Survey(cancellation);
        losses.Clear();
        var ids = new MLflowIds(project);
        var runItems = new MLflowRunItems(ids, found, losses);
        MLflowExperiment[] experiments = [.. Experiments(cancellation)];
        OwnExperiment?[] own = [.. experiments.Select(e => MLflowTag.Own<OwnExperiment>(e.Tags, OwnRecords.Record))];
        DateTime createdAt = ForeignTimes.FromMilliseconds(experiments.Min(e => e.CreatedAt)) ?? DateTime.UnixEpoch;
        foreach (TransferProject needed in ids.Projects(own.Select(e => (e?.Project, e?.Experiment.Experiment.ProjectId)), createdAt)) yield return needed;

        var names = new ForeignNames("experiment", losses);
        var used = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < experiments.Length; i++) yield return MLflowExperimentItems.Of(ids, experiments[i], own[i], name => used.Add(name) ? names.Of(name) : names.Distinct(name), losses);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (MLflowExperiment experiment in experiments)
        {
            foreach (MLflowRun run in reader.Runs(experiment, cancellation))
            {
                if (!seen.Add(run.Id)) continue;
                cancellation.ThrowIfCancellationRequested();
                foreach (TransferDataset dataset in runItems.NewDatasets(run)) yield return dataset;
                yield return runItems.Of(run, reader.Points(run, cancellation));
                foreach (TransferArtifact artifact in found.Of(run, losses)) yield return artifact;
            }

            foreach (TransferArtifact model in found.ModelsWithoutRun(experiment, ids, losses)) yield return model;
        }

        MLflowModel[] models = [.. reader.Models(cancellation)];
        foreach (TransferProject needed in ids.Projects(models.Select(MLflowModelItems.OwnOf).Select(m => (m?.Project, m?.Model.Model.ProjectId)), createdAt)) yield return needed;
        var modelItems = new MLflowModelItems(ids, found, losses);
        foreach (TransferModel model in modelItems.Of(models)) yield return model;
        foreach (TransferInput input in runItems.Inputs()) yield return input;
        reader.ReportRest(cancellation);
    }

    public void Dispose()
    {
        reader.Dispose();
        contents.Dispose();
    }

    // The contents are needed before the records, and with them the runs that there are.
    private MLflowArtifacts Survey(CancellationToken cancellation)
    {
        if (artifacts is not null) return artifacts;
        var found = new MLflowArtifacts(reader, contents);
        foreach (MLflowExperiment experiment in Experiments(cancellation)) found.Add(experiment, cancellation);
        return artifacts = found;
    }

    // Exports can have an experiment several times. Those that are not deleted come first, so that they keep their names.
    private IEnumerable<MLflowExperiment> Experiments(CancellationToken cancellation) =>
        reader.Experiments(cancellation).DistinctBy(e => e.Id).OrderBy(e => e.IsDeleted).ThenBy(e => Names.Fold(e.Name), StringComparer.Ordinal);
}
