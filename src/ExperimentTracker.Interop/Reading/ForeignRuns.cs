using ExperimentTracker.Interop.Contents;
using ExperimentTracker.Rules;
using ExperimentTracker.Transfer;
using ExperimentTracker.Values;

namespace ExperimentTracker.Interop.Reading;

/// <summary>A source of the runs of another tracker, which are read one after the other.</summary>
/// <param name="request">What to import.</param>
/// <param name="hasContents">Whether runs can have artifacts, so that the source is read once more before for their digests.</param>
/// <param name="read">Reads the runs.</param>
internal sealed class ForeignRuns(TransferRequest request, bool hasContents, Func<ForeignReading, IEnumerable<ForeignRun>> read) : ITransferSource
{
    private readonly TransferLosses losses = new();
    private readonly ForeignContents contents = new();

    public string Name => request.Path;

    public TransferHead Head { get; } = new();

    public bool IsMergedInSteps => true;

    public IReadOnlyList<SkippedRecords> Losses => losses.ToList();

    public IReadOnlyDictionary<string, long> Contents(CancellationToken cancellation)
    {
        if (hasContents)
        {
            foreach (ForeignRun _ in read(new(losses, contents, IsForContents: true, cancellation))) cancellation.ThrowIfCancellationRequested();
        }

        return contents.Sizes;
    }

    public Stream? Open(string digest) => contents.Open(digest);

    public IEnumerable<TransferItem> Read(CancellationToken cancellation)
    {
        losses.Clear();
        DateTime writtenAt = File.GetLastWriteTimeUtc(request.Path);
        string project = request.Project ?? Project.DefaultName, projectId = RecordId.From("project", Names.Fold(project));
        yield return new TransferProject { Project = new() { Id = projectId, Name = project, CreatedAt = writtenAt, UpdatedAt = writtenAt } };
        var experiments = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (ForeignRun run in read(new(losses, contents, IsForContents: false, cancellation)))
        {
            cancellation.ThrowIfCancellationRequested();
            string experiment = ForeignNames.Valid(run.Experiment), fold = Names.Fold(experiment);
            if (!experiments.TryGetValue(fold, out string? experimentId))
            {
                experiments.Add(fold, experimentId = RecordId.From("experiment", Names.Fold(project), fold));
                DateTime createdAt = run.StartedAt ?? writtenAt;
                yield return new TransferExperiment
                {
                    Experiment = new() { Id = experimentId, Name = experiment, ProjectId = projectId, Project = project, CreatedAt = createdAt, UpdatedAt = createdAt },
                };
            }

            yield return run.ToRecord(experimentId, writtenAt);
            foreach (TransferArtifact artifact in run.Artifacts) yield return artifact;
        }
    }

    public void Dispose() => contents.Dispose();
}
