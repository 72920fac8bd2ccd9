using ExperimentTracker.Contracts.Blobs;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Storage.Transfer;

/// <summary>Merges the records of a source one after the other, in one transaction or in several.</summary>
internal sealed class StoreMerge
{
    private readonly MergeContext context;
    private readonly CatalogMerge catalog;
    private readonly RunMerge runs;
    private readonly ArtifactMerge artifacts;
    private readonly ModelMerge models;

    public StoreMerge(TransferHead head, StagedContents contents, IBlobs blobs)
    {
        context = new MergeContext(head, contents);
        catalog = new CatalogMerge(context);
        runs = new RunMerge(context);
        artifacts = new ArtifactMerge(context, blobs);
        models = new ModelMerge(context);
    }

    /// <summary>The results so far.</summary>
    public MergeCounts Counts => context.Counts;

    /// <summary>Begins a transaction, and takes back what an attempt before added.</summary>
    public void Begin(StoreConnection connection) => context.Begin(connection);

    /// <summary>Keeps what the transaction added, which is committed.</summary>
    public void Accept() => context.Accept();

    /// <summary>Merges records.</summary>
    /// <exception cref="TrackerException"><c>ImportRecordInvalid</c>, and the errors of the source.</exception>
    public void Merge(IEnumerable<TransferItem> items, IProgress<string>? progress, CancellationToken cancellation)
    {
        foreach (TransferItem item in items)
        {
            cancellation.ThrowIfCancellationRequested();
            (string kind, string name) = Describe(item);
            progress?.Report($"{kind} {name}");
            context.Counts.Count(kind, Merge(item, kind, name));
            context.Connection.Options.Reached(FaultPoints.Merging);
        }
    }

    /// <summary>Completes the merge after all records: sets the parents of runs.</summary>
    public void Finish()
    {
        runs.MergeParents();
        foreach (string digest in context.Contents.Damaged)
        {
            context.Counts.Conflict(
                MergeConflictKind.ContentDamaged, "Content", digest, digest, $"The blob {digest} is missing in the source or does not match its digest. It was not copied.");
        }
    }

    /// <summary>The error for records of which one breaks a constraint of the tables, when only the commit reports it.</summary>
    public static TrackerException Broken(IReadOnlyList<TransferItem> items, Exception cause)
    {
        (string kind, string name) = Describe(items[0]);
        return BrokenBy(items.Count == 1 ? $"{kind} '{name}'" : $"{kind} '{name}', or one of the {items.Count - 1} records after it", cause);
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
            throw BrokenBy($"{kind} '{name}'", e);
        }
    }

    private static TrackerException BrokenBy(string record, Exception cause) =>
        TransferErrors.RecordInvalid(record, $"one of its ids or numbers already belongs to another record ({cause.Message}).", cause);

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
