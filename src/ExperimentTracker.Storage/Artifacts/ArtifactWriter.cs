using ExperimentTracker.Contracts.Artifacts;
using ExperimentTracker.Contracts.Blobs;
using ExperimentTracker.Rules;
using ExperimentTracker.Storage.Catalog;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Storage.Evaluations;
using ExperimentTracker.Values;

namespace ExperimentTracker.Storage.Artifacts;

/// <summary>
/// Creates artifacts from staged bytes inside a write transaction. Missing bytes are put in place before the rows that refer to them are written, so no row
/// refers to missing bytes.
/// </summary>
internal static class ArtifactWriter
{
    /// <returns>The id of the artifact, or of the existing one if it has the same content.</returns>
    public static string Write(StoreConnection connection, IBlobs blobs, ArtifactDraft draft)
    {
        string key = ArtifactRules.CheckKey(draft.Key);
        string fold = Names.Fold(key);
        if (draft.Step is < 0 and var negative) throw ArtifactErrors.Step(key, negative);
        CatalogRow owner = CatalogRecords.FindLive(connection, draft.OwnerType, draft.OwnerId);
        if (draft.OwnerType != RecordType.Run && (draft.Epoch ?? draft.Result) is not null) throw ArtifactErrors.NotOfARun(key);
        long? epoch = EvaluationRows.PkOf(connection, RecordType.Epoch, owner, draft.Epoch);
        long? result = EvaluationRows.PkOf(connection, RecordType.Result, owner, draft.Result);
        string column = draft.OwnerType == RecordType.Run ? "run_pk" : "experiment_pk";
        (string? digest, long? size) = DigestAndSize(draft);
        (string Id, string? Digest, long Kind, string? Location)? existing = connection.First(
            $"SELECT id, digest, kind, location FROM artifacts WHERE {column} = @1 AND {ArtifactColumns.HasName} AND removed_at IS NULL",
            row => ((string, string?, long, string?)?)(row.GetString(0), row.GetStringOrNull(1), row.GetInt64(2), row.GetStringOrNull(3)),
            owner.Pk, fold, draft.Step ?? ArtifactColumns.NoStep);
        bool same = existing is { } old && old.Digest == digest && old.Kind == (long)draft.Kind && (digest is not null || old.Location == draft.Location);
        if (existing is not null && !same && !draft.Replace) throw ArtifactErrors.Exists(key, draft.Step, $"{draft.OwnerType} {owner.Name}");
        if (existing is null && ConflictOf(connection, column, owner.Pk, fold) is { } other) throw ArtifactErrors.KeyConflict(key, other, $"{draft.OwnerType} {owner.Name}");
        foreach (IncomingContent content in Contents(draft)) content.Staged?.Keep(connection, draft.Replace, content.Sample);
        if (same)
        {
            if (draft.Replace) Describe(connection, existing!.Value.Id, draft);
            connection.Execute(
                "UPDATE artifacts SET epoch_pk = coalesce(@2, epoch_pk), result_pk = coalesce(@3, result_pk) WHERE id = @1", existing!.Value.Id, epoch, result);
            return existing.Value.Id;
        }

        if (existing is not null) connection.Execute("UPDATE artifacts SET removed_at = @1 WHERE id = @2", connection.NowTicks, existing.Value.Id);

        string id = draft.Id is null ? RecordId.New(connection.Options.Time) : Names.CheckId(draft.Id);
        bool stored = draft.Blob is not null || draft.Kind == ArtifactKind.Folder;
        var artifact = new Artifact
        {
            Id = id,
            OwnerType = draft.OwnerType,
            OwnerId = draft.OwnerId,
            Owner = owner.Name,
            Key = key,
            Step = draft.Step,
            Kind = draft.Kind,
            Type = draft.Type,
            MediaType = draft.MediaType,
            Size = size,
            Digest = digest,
            Backend = stored ? Artifact.StoreBackend : Artifact.ExternalBackend,
            Location = draft.Blob is null ? draft.Location : blobs.LocationOf(draft.Blob.Digest),
            Config = draft.Config,
            CreatedAt = connection.UtcNow,
        };
        long pk = ArtifactColumns.Insert(connection, artifact, draft.OwnerType, owner.Pk, epoch, result);
        foreach (StagedFile file in draft.Files)
        {
            ArtifactFileColumns.Add(connection, pk, new ArtifactFile { Path = file.Path, Size = file.Blob.Size, Digest = file.Blob.Digest });
        }

        return id;
    }

    /// <summary>Returns the contents whose bytes must be staged before <see cref="Write"/>; see <see cref="IncomingContent.MustBeStaged"/>.</summary>
    public static IEnumerable<(IncomingContent Content, bool Replace)> ToCopy(StoreConnection connection, ArtifactDraft draft) =>
        Contents(draft).Where(content => content.MustBeStaged(connection, draft.Replace)).Select(content => (content, draft.Replace));

    /// <summary>The contents of an artifact.</summary>
    public static IEnumerable<IncomingContent> Contents(ArtifactDraft draft) =>
        (draft.Blob is null ? draft.Files.Select(f => f.Blob) : [draft.Blob]).Cast<IncomingContent>();

    // The key of an artifact that would be a folder of this one, or a file within it: model and model/weights. '0' is the character after '/'.
    private static string? ConflictOf(StoreConnection connection, string column, long owner, string fold)
    {
        string[] parents = [.. Enumerable.Range(0, fold.Length).Where(i => fold[i] == '/').Select(i => fold[..i])];
        return connection.First(
            $"""
            SELECT key FROM artifacts WHERE {column} = @1 AND removed_at IS NULL
                AND (key_fold IN (SELECT value FROM json_each(@2)) OR (key_fold > @3 || '/' AND key_fold < @3 || '0')) LIMIT 1
            """,
            row => row.GetString(0), owner, SqlList.Of(parents), fold);
    }

    private static void Describe(StoreConnection connection, string id, ArtifactDraft draft) => connection.Execute(
        "UPDATE artifacts SET type = coalesce(@2, type), media_type = coalesce(@3, media_type), config = coalesce(@4, config) WHERE id = @1",
        id, draft.Type, draft.MediaType, SqlValues.Json(draft.Config));

    private static (string? Digest, long? Size) DigestAndSize(ArtifactDraft draft)
    {
        if (draft.Blob is { } blob) return (blob.Digest, blob.Size);
        if (draft.Kind != ArtifactKind.Folder) return (draft.Digest is null ? null : ArtifactRules.CheckDigest(draft.Digest), ArtifactRules.CheckSize(draft.Size));
        ArtifactFile[] files = [.. draft.Files.Select(f => new ArtifactFile { Path = f.Path, Size = f.Blob.Size, Digest = f.Blob.Digest })];
        return (ArtifactRules.FolderDigest(files), files.Sum(f => f.Size));
    }
}
