using ExperimentTracker.Contracts.Blobs;
using ExperimentTracker.Rules;
using ExperimentTracker.Storage.Artifacts;
using ExperimentTracker.Storage.Datasets;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Transfer;
using ExperimentTracker.Values;

namespace ExperimentTracker.Storage.Transfer;

/// <summary>Merges artifacts, which are matched by id or else by key and content, and inputs of runs.</summary>
internal sealed class ArtifactMerge(MergeContext context, IBlobs blobs)
{
    private StoreConnection Connection => context.Connection;

    public MergeOutcome Merge(TransferArtifact item)
    {
        string owner = $"Artifact '{item.Artifact.Key}'";
        if (item.RunId is null == item.ExperimentId is null) throw TransferErrors.RecordInvalid(owner, "it must belong to either a run or an experiment.");
        if (item.Artifact.Backend == Artifact.StoreBackend && item.Artifact.Digest is null) throw TransferErrors.RecordInvalid(owner, "its backend is the store, but it has no digest.");
        (string column, long? ownerPk) = item.RunId is null
            ? ("experiment_pk", context.Find<TransferExperiment>(item.ExperimentId, owner))
            : ("run_pk", context.Find<TransferRun>(item.RunId, owner));
        if (ownerPk is not { } belongsTo || context.IsDeleted(RecordType.Artifact, item.Artifact.Id))
        {
            context.Place<TransferArtifact>(item.Artifact.Id, null);
            return MergeOutcome.Unchanged;
        }

        Row? here = Find("id = @1", item.Artifact.Id);
        if (here is null && item.Artifact.RemovedAt is null)
        {
            here = Find($"{column} = @1 AND {ArtifactColumns.HasName} AND removed_at IS NULL", belongsTo, Names.Fold(item.Artifact.Key), item.Artifact.Step ?? ArtifactColumns.NoStep);
        }

        if (here is null)
        {
            context.Place<TransferArtifact>(item.Artifact.Id, Insert(item, belongsTo));
            KeepBlobs(item);
            return MergeOutcome.Added;
        }

        bool same = here.Id == item.Artifact.Id || (here.Digest == item.Artifact.Digest && here.Location == item.Artifact.Location) || (here.Digest is not null && here.Digest == item.Artifact.Digest);
        context.Place<TransferArtifact>(item.Artifact.Id, same ? here.Pk : null);
        if (same) return Match(item, here);
        context.Counts.Conflict(
            MergeConflictKind.KeyTaken, "Artifact", here.Id, item.Artifact.Key, $"The artifact '{item.Artifact}' of {(item.RunId is null ? "the experiment" : "the run")} is another content there. It stays as it is here.");
        return MergeOutcome.Unchanged;
    }

    public MergeOutcome Merge(TransferInput item)
    {
        string owner = $"An input of run '{item.Input.RunId}'";
        long? target = item.Input.Kind switch
        {
            RunInputKind.Artifact => context.Find<TransferArtifact>(item.Input.TargetId, owner),
            RunInputKind.ModelVersion => context.Find<TransferModelVersion>(item.Input.TargetId, owner),
            _ => context.Find<TransferDataset>(item.Input.TargetId, owner),
        };
        if (context.Find<TransferRun>(item.Input.RunId, owner) is not { } run || target is null) return MergeOutcome.Unchanged;
        RunInput input = item.Input with { Role = Names.CheckRole(item.Input.Role) };
        return RunInputColumns.Add(Connection, run, target.Value, input) ? MergeOutcome.Added : MergeOutcome.Unchanged;
    }

    private MergeOutcome Match(TransferArtifact item, Row here)
    {
        if (here.IsRemoved) return MergeOutcome.Unchanged;
        if (item.Artifact.RemovedAt is { } removedAt && here.Id == item.Artifact.Id)
        {
            Connection.Execute("UPDATE artifacts SET removed_at = @2 WHERE pk = @1", here.Pk, UtcTicks.From(removedAt));
            return MergeOutcome.Changed;
        }

        long before = context.Contents.Kept;
        KeepBlobs(item);
        return context.Contents.Kept > before ? MergeOutcome.Changed : MergeOutcome.Unchanged;
    }

    private void KeepBlobs(TransferArtifact item)
    {
        if (item.Artifact.Backend != Artifact.StoreBackend) return;
        IEnumerable<string> digests = item.Artifact.Kind == ArtifactKind.Folder ? item.Files.Select(f => f.Digest) : [item.Artifact.Digest!];
        bool complete = digests.Select(digest => context.Contents.Keep(Connection, digest)).ToList().TrueForAll(kept => kept);
        if (!complete && item.Artifact.RemovedAt is null) context.Counts.WithoutContent++;
    }

    private long Insert(TransferArtifact item, long ownerPk)
    {
        Artifact artifact = item.Artifact;
        string key = ArtifactRules.CheckKey(artifact.Key);
        string? digest = artifact.Digest is null ? null : ArtifactRules.CheckDigest(artifact.Digest);
        bool stored = artifact.Backend == Artifact.StoreBackend;
        if (!stored && artifact.Backend != Artifact.ExternalBackend) throw TransferErrors.RecordInvalid($"Artifact '{key}'", $"its backend '{artifact.Backend}' is not known.");
        if (artifact.Step < 0) throw TransferErrors.RecordInvalid($"Artifact '{key}'", "its step is negative.");
        Artifact here = artifact with
        {
            Id = Names.CheckId(artifact.Id),
            Key = key,
            Size = ArtifactRules.CheckSize(artifact.Size),
            Digest = digest,
            Location = stored && artifact.Kind != ArtifactKind.Folder ? blobs.LocationOf(digest!) : artifact.Location,
        };
        RecordType ownerType = item.RunId is null ? RecordType.Experiment : RecordType.Run;
        long pk = ArtifactColumns.Insert(
            Connection, here, ownerType, ownerPk,
            context.Find<Epoch>(artifact.EpochId, $"Artifact '{key}'"), context.Find<Result>(artifact.ResultId, $"Artifact '{key}'"));
        foreach (ArtifactFile file in item.Files) ArtifactFileColumns.Add(Connection, pk, file);
        return pk;
    }

    private Row? Find(string condition, params object?[] arguments) => Connection.First(
        $"SELECT pk, id, digest, location, removed_at FROM artifacts WHERE {condition}",
        row => new Row(row.GetInt64(0), row.GetString(1), row.GetStringOrNull(2), row.GetStringOrNull(3), !row.IsDBNull(4)),
        arguments);

    private sealed record Row(long Pk, string Id, string? Digest, string? Location, bool IsRemoved);
}
