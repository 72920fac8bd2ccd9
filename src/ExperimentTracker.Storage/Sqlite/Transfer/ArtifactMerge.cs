using ExperimentTracker.Storage.Artifacts;

namespace ExperimentTracker.Storage.Sqlite;

/// <summary>Merges artifacts, which meet by id or else by key and content, and what runs consumed.</summary>
internal sealed class ArtifactMerge(MergeContext context, IBlobs blobs)
{
    private StoreConnection Connection => context.Connection;

    public Taken Take(TransferArtifact item)
    {
        string owner = $"Artifact '{item.Key}'";
        if (item.RunId is null == item.ExperimentId is null) throw TransferErrors.RecordInvalid(owner, "it belongs to a run or to an experiment, and to one of the two.");
        if (item.Backend == Artifact.StoreBackend && item.Digest is null) throw TransferErrors.RecordInvalid(owner, "the store holds its bytes, and it has no digest.");
        (string column, long? ownerPk) = item.RunId is null
            ? ("experiment_pk", context.Find<TransferExperiment>(item.ExperimentId, owner))
            : ("run_pk", context.Find<TransferRun>(item.RunId, owner));
        if (ownerPk is not { } belongsTo || context.IsGone(RecordType.Artifact, item.Id))
        {
            context.Place<TransferArtifact>(item.Id, null);
            return Taken.Unchanged;
        }

        Row? here = Find("id = @1", item.Id);
        if (here is null && item.RemovedAt is null) here = Find($"{column} = @1 AND key_fold = @2 AND removed_at IS NULL", belongsTo, Names.Fold(item.Key));
        if (here is null)
        {
            context.Place<TransferArtifact>(item.Id, Insert(item, column, belongsTo));
            KeepContents(item);
            return Taken.Added;
        }

        bool same = here.Id == item.Id || (here.Digest == item.Digest && here.Location == item.Location) || (here.Digest is not null && here.Digest == item.Digest);
        context.Place<TransferArtifact>(item.Id, same ? here.Pk : null);
        if (same) return Meet(item, here);
        context.Tally.Conflict(
            MergeConflictKind.KeyTaken, "Artifact", here.Id, item.Key, $"The artifact '{item.Key}' of {(item.RunId is null ? "the experiment" : "the run")} is another content there. It stays as it is here.");
        return Taken.Unchanged;
    }

    public Taken Take(TransferInput item)
    {
        string owner = $"An input of run '{item.RunId}'";
        (string column, long? target) = item.Kind switch
        {
            RunInputKind.Artifact => ("artifact_pk", context.Find<TransferArtifact>(item.TargetId, owner)),
            RunInputKind.ModelVersion => ("version_pk", context.Find<TransferModelVersion>(item.TargetId, owner)),
            _ => ("dataset_pk", context.Find<TransferDataset>(item.TargetId, owner)),
        };
        if (context.Find<TransferRun>(item.RunId, owner) is not { } run || target is null) return Taken.Unchanged;
        int added = Connection.Execute(
            $"""
            INSERT INTO run_inputs (run_pk, {column}, role, created_at)
            SELECT @1, @2, @3, @4 WHERE NOT EXISTS (SELECT 1 FROM run_inputs WHERE run_pk = @1 AND {column} = @2 AND role IS @3)
            """,
            run, target, Names.CheckRole(item.Role), UtcTicks.From(item.CreatedAt));
        return added > 0 ? Taken.Added : Taken.Unchanged;
    }

    private Taken Meet(TransferArtifact item, Row here)
    {
        if (here.IsRemoved) return Taken.Unchanged;
        if (item.RemovedAt is { } removedAt && here.Id == item.Id)
        {
            Connection.Execute("UPDATE artifacts SET removed_at = @2 WHERE pk = @1", here.Pk, UtcTicks.From(removedAt));
            return Taken.Changed;
        }

        long before = context.Contents.Kept;
        KeepContents(item);
        return context.Contents.Kept > before ? Taken.Changed : Taken.Unchanged;
    }

    private void KeepContents(TransferArtifact item)
    {
        if (item.Backend != Artifact.StoreBackend) return;
        IEnumerable<string> digests = item.Kind == ArtifactKind.Folder ? item.Files.Select(f => f.Digest) : [item.Digest!];
        bool complete = digests.Select(digest => context.Contents.Keep(Connection, digest)).ToList().TrueForAll(kept => kept);
        if (!complete && item.RemovedAt is null) context.Tally.WithoutContent++;
    }

    private long Insert(TransferArtifact item, string column, long ownerPk)
    {
        string key = ArtifactRules.CheckKey(item.Key);
        string? digest = item.Digest is null ? null : ArtifactRules.CheckDigest(item.Digest);
        bool stored = item.Backend == Artifact.StoreBackend;
        if (!stored && item.Backend != Artifact.ExternalBackend) throw TransferErrors.RecordInvalid($"Artifact '{key}'", $"its backend '{item.Backend}' is not known.");
        string? location = stored && item.Kind != ArtifactKind.Folder ? blobs.LocationOf(digest!) : item.Location;
        Connection.Execute(
            $"""
            INSERT INTO artifacts (id, {column}, key, key_fold, kind, type, media_type, size, digest, backend, location, config, created_at, removed_at,
                epoch_pk, result_pk)
            VALUES (@1, @2, @3, @4, @5, @6, @7, @8, @9, @10, @11, @12, @13, @14, @15, @16)
            """,
            RecordId.Check(item.Id), ownerPk, key, Names.Fold(key), (int)item.Kind, item.Type, item.MediaType, ArtifactRules.CheckSize(item.Size), digest, item.Backend, location,
            SqlValues.Json(item.Config), UtcTicks.From(item.CreatedAt), item.RemovedAt is { } at ? UtcTicks.From(at) : null,
            context.Find<Epoch>(item.EpochId, $"Artifact '{key}'"), context.Find<Result>(item.ResultId, $"Artifact '{key}'"));
        long pk = Connection.LastInsertRowId;
        foreach (ArtifactFile file in item.Files)
        {
            Connection.Execute(
                "INSERT INTO artifact_files (artifact_pk, path, size, digest) VALUES (@1, @2, @3, @4)",
                pk, ArtifactRules.CheckFilePath(file.Path), ArtifactRules.CheckSize(file.Size), ArtifactRules.CheckDigest(file.Digest));
        }

        return pk;
    }

    private Row? Find(string condition, params object?[] arguments) => Connection.First(
        $"SELECT pk, id, digest, location, removed_at FROM artifacts WHERE {condition}",
        row => new Row(row.GetInt64(0), row.GetString(1), row.GetStringOrNull(2), row.GetStringOrNull(3), !row.IsDBNull(4)),
        arguments);

    private sealed record Row(long Pk, string Id, string? Digest, string? Location, bool IsRemoved);
}
