using ExperimentTracker.Contracts.Blobs;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Storage.Runs;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Storage.Transfer;

/// <summary>A merge inside its transaction, which merges the records of a source one after the other.</summary>
internal sealed class StoreMerge
{
    private readonly ITransferSource source;
    private readonly MergeContext context;
    private readonly CatalogMerge catalog;
    private readonly RunMerge runs;
    private readonly ArtifactMerge artifacts;
    private readonly ModelMerge models;

    public StoreMerge(StoreConnection connection, ITransferSource source, StagedContents contents, IBlobs blobs)
    {
        this.source = source;
        context = new MergeContext(connection, source.Head, contents);
        catalog = new CatalogMerge(context);
        runs = new RunMerge(context);
        artifacts = new ArtifactMerge(context, blobs);
        models = new ModelMerge(context);
    }

    /// <exception cref="TrackerException"><c>ImportRecordInvalid</c>, and the errors of the source.</exception>
    public MergeCounts Run(IProgress<string>? progress, CancellationToken cancellation)
    {
        foreach (TransferItem item in source.Read(cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            (string kind, string name) = Describe(item);
            progress?.Report($"{kind} {name}");
            context.Counts.Count(kind, Merge(item, kind, name));
            context.Connection.Options.Reached(FaultPoints.Merging);
        }

        runs.MergeParents();
        RunCounts.CountChanged(context.Connection);
        foreach (string digest in context.Contents.Damaged)
        {
            context.Counts.Conflict(
                MergeConflictKind.ContentDamaged, "Content", digest, digest, $"The blob {digest} is missing in the source or does not match its digest. It was not copied.");
        }

        return context.Counts;
    }

    private MergeOutcome Merge(TransferItem item, string kind, string name)
    {
        try
        {
            return item switch
            {
                TransferEncoder encoder => catalog.Merge(encoder),
                TransferDataset dataset => catalog.Merge(dataset),
                TransferProject project => catalog.Merge(project),
                TransferExperiment experiment => catalog.Merge(experiment),
                TransferTrial trial => catalog.Merge(trial),
                TransferRun run => runs.Merge(run),
                TransferArtifact artifact => artifacts.Merge(artifact),
                TransferModel model => models.Merge(model),
                TransferInput input => artifacts.Merge(input),
                TransferTombstone tombstone => new TombstoneMerge(context).Merge(tombstone),
                _ => throw new NotSupportedException($"An item of the type {item.GetType()} cannot be merged."),
            };
        }
        catch (TrackerException e) when (!e.ErrorId.StartsWith("Import", StringComparison.Ordinal))
        {
            throw TransferErrors.RecordInvalid($"{kind} '{name}'", e.Message, e);
        }
        catch (Exception e) when (context.Connection.IsConstraintViolation(e, any: true))
        {
            throw TransferErrors.RecordInvalid($"{kind} '{name}'", $"one of its ids or numbers already belongs to another record ({e.Message}).", e);
        }
    }

    private static (string Kind, string Name) Describe(TransferItem item) => item switch
    {
        TransferEncoder encoder => ("Encoder", encoder.Encoder.Type),
        ITransferNamed named => (item.GetType().Name["Transfer".Length..], named.Name),
        TransferRun run => ("Run", run.Run.Id),
        TransferArtifact artifact => ("Artifact", artifact.Artifact.Key),
        TransferInput input => ("Input", $"{input.Input.Role} of run {input.Input.RunId}".TrimStart()),
        TransferTombstone tombstone => ("Tombstone", tombstone.Id),
        _ => ("Record", ""),
    };
}
