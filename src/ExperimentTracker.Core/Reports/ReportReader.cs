using ExperimentTracker.Contracts.Artifacts;
using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Datasets;
using ExperimentTracker.Contracts.Metrics;
using ExperimentTracker.Contracts.Models;
using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Series;

namespace ExperimentTracker.Reports;

/// <summary>Reads the runs of one store for a report.</summary>
internal sealed class ReportReader(IExperimentStore store, CurveBudget curves, ContentBudget contents, LogBudget logs, CancellationToken cancellation)
{
    // The number of runs whose records are read together. With more, the first ones would take too long.
    private const int Page = 200;

    // Distributions of a key that are drawn, of a single run and of one of several, and bins of each.
    private const int MostSteps = 120;
    private const int FewSteps = 30;
    private const int MostBins = 64;

    // The size of a bin as JSON.
    private const int BytesPerBin = 16;

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
            ILookup<string, StatusChange> history = store.Runs.History(ids, cancellation).ToLookup(c => c.RunId);
            ILookup<string, Evaluation> epochs = Evaluations(RecordType.Epoch, ids), results = Evaluations(RecordType.Result, ids);
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
                    History = [.. history[run.Id]],
                    Epochs = [.. epochs[run.Id]],
                    Results = [.. results[run.Id]],
                    Distributions = Distributions(run, runs.Count == 1 ? MostSteps : FewSteps),
                    Log = runs.Count == 1 || run.Status is RunStatus.Failed or RunStatus.Killed ? Log(run) : null,
                };
            }
        }
    }

    private ILookup<string, Evaluation> Evaluations(RecordType type, string[] runIds) =>
        store.Evaluations.Query(new EvaluationQuery { Type = type, RunIds = runIds }, cancellation).ToLookup(e => e.RunId);

    private List<ReportDistributions> Distributions(Run run, int most)
    {
        var read = new List<ReportDistributions>();
        if (!contents.HasRoom) return read;
        foreach (string key in store.Distributions.Keys(run.Id, cancellation))
        {
            (IReadOnlyList<Distribution> selected, long count) = DistributionThinning.Select(store.Distributions.Query(new DistributionQuery { RunId = run.Id, Keys = [key] }, cancellation), most);
            Distribution[] shown = [.. selected.Select(one => DistributionThinning.MergeBins(one, MostBins))];
            if (contents.Admit(shown.Sum(one => (one.Counts.Count + 8) * BytesPerBin))) read.Add(new(count, shown));
        }

        return read;
    }

    private ReportLog Log(Run run) =>
        new(store.Logs.Count(run.Id, cancellation), logs.Take(store.Logs.Query(new RunLogQuery { RunId = run.Id, NewestFirst = true }, cancellation)));

    private List<MetricSeries> Curves(Run run)
    {
        var read = new List<MetricSeries>();
        if (!curves.Admit(run)) return read;
        foreach (Metric metric in CurveBudget.SeriesOf(run)) read.Add(store.Metrics.ReadThinned(metric, 0, long.MaxValue, curves.PointsPerSeries, cancellation));
        return read;
    }

    private List<ReportArtifact> Artifacts(IEnumerable<Artifact> artifacts) =>
        [.. artifacts.Select(a => new ReportArtifact(a, ReportContents.Of(store, a, contents, cancellation)) { Files = a.Kind == ArtifactKind.Folder ? store.Artifacts.Files(a.Id, cancellation) : [] })];
}
