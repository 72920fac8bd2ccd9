using ExperimentTracker.Contracts.Artifacts;
using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Datasets;
using ExperimentTracker.Contracts.Models;
using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Reports;

/// <summary>Reads the runs of one store for a report.</summary>
internal sealed class ReportReader(IExperimentStore store, CurveBudget curves, ImageBudget images, CancellationToken cancellation)
{
    // The number of runs whose records are read together. With more, the first ones would take too long.
    private const int Page = 200;

    /// <summary>The experiments that were requested, else those of the runs.</summary>
    public IEnumerable<ReportExperiment> Experiments(ReportSource source)
    {
        IEnumerable<Experiment> experiments = source.Experiments;
        if (source.Experiments.Count == 0 && source.Runs.Count > 0)
        {
            string[] ids = [.. source.Runs.Select(r => r.ExperimentId).Distinct()];
            experiments = store.Experiments.Query(new CatalogQuery { Ids = ids, Removed = RemovedFilter.All }, cancellation);
        }

        return [.. experiments.Select(e => new ReportExperiment(
            e,
            store.Datasets.Query(new DatasetQuery { ExperimentIds = [e.Id] }, cancellation),
            Artifacts(store.Artifacts.Query(new ArtifactQuery { OwnerIds = [e.Id] }, cancellation))))];
    }

    /// <summary>Reads the runs with their records.</summary>
    public IEnumerable<ReportRun> Runs(IReadOnlyList<Run> runs)
    {
        foreach (Run[] page in runs.Chunk(Page))
        {
            string[] ids = [.. page.Select(r => r.Id)];
            ILookup<string, RunInput> inputs = store.Inputs.List(ids, cancellation).ToLookup(i => i.RunId);
            ILookup<string, Artifact> artifacts = store.Artifacts.Query(new ArtifactQuery { OwnerIds = ids }, cancellation).ToLookup(a => a.OwnerId);
            foreach (Run run in page)
            {
                cancellation.ThrowIfCancellationRequested();
                yield return new ReportRun
                {
                    Run = run,
                    Curves = Curves(run),
                    Artifacts = Artifacts(artifacts[run.Id]),
                    Inputs = [.. inputs[run.Id]],
                    ModelVersions = store.Models.Versions(new ModelVersionQuery { RunId = run.Id }, cancellation),
                };
            }
        }
    }

    private List<MetricSeries> Curves(Run run)
    {
        var read = new List<MetricSeries>();
        if (!curves.Admit(run)) return read;
        foreach (Metric metric in CurveBudget.SeriesOf(run)) read.Add(store.Metrics.ReadThinned(metric, 0, long.MaxValue, curves.PointsPerSeries, cancellation));
        return read;
    }

    private List<ReportArtifact> Artifacts(IEnumerable<Artifact> artifacts) =>
        [.. artifacts.Select(a => new ReportArtifact(a, ImagePreviews.Of(store, a, images, cancellation)))];
}
