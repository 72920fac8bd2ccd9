namespace ExperimentTracker.Storage.Sqlite;

/// <summary>Merges the versions of one model, which meet by id.</summary>
internal sealed class VersionMerge(MergeContext context, long model, string modelName)
{
    private StoreConnection Connection => context.Connection;

    public Taken Take(TransferModelVersion item)
    {
        if (context.IsGone(RecordType.ModelVersion, item.Id))
        {
            context.Place<TransferModelVersion>(item.Id, null);
            return Taken.Unchanged;
        }

        Row? here = Connection.First(
            "SELECT pk, version, updated_at, removed_at FROM model_versions WHERE id = @1",
            row => new Row(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), !row.IsDBNull(3)), item.Id);
        if (here is not null)
        {
            context.Place<TransferModelVersion>(item.Id, here.IsRemoved && item.RemovedAt is null ? null : here.Pk);
            return here.IsRemoved ? Taken.Unchanged : Meet(item, here);
        }

        context.Place<TransferModelVersion>(item.Id, Insert(item));
        return Taken.Added;
    }

    private Taken Meet(TransferModelVersion item, Row here)
    {
        long updatedAt = UtcTicks.From(item.UpdatedAt);
        if (item.RemovedAt is { } removedAt) return Remove(here, UtcTicks.From(removedAt));
        IReadOnlyList<TransferStageChange> history = ModelReader.History(Connection, here.Pk);
        int common = Math.Min(history.Count, item.History.Count);
        if (!history.Take(common).Select(Identity).SequenceEqual(item.History.Take(common).Select(Identity)))
        {
            context.Tally.Conflict(
                MergeConflictKind.Diverged, nameof(RecordType.ModelVersion), item.Id, Name(here.Version), $"The version {Name(here.Version)} went through other stages there. It stays as it is here.");
            return Taken.Unchanged;
        }

        TransferStageChange[] added = [.. item.History.Skip(common)];
        if (added.Length > 0) Enter(item, here.Pk, added);
        bool isNewer = updatedAt > here.UpdatedAt;
        int described = isNewer && item.Description is not null
            ? Connection.Execute("UPDATE model_versions SET description = @2 WHERE pk = @1 AND description IS NOT @2", here.Pk, item.Description)
            : 0;
        if (isNewer) Connection.Execute("UPDATE model_versions SET updated_at = @2 WHERE pk = @1", here.Pk, updatedAt);
        bool tagged = TagMerge.Take(Connection, RecordType.ModelVersion, here.Pk, item.Tags);
        return added.Length > 0 || described > 0 || tagged ? Taken.Changed : Taken.Unchanged;
    }

    private Taken Remove(Row here, long removedAt)
    {
        if (here.UpdatedAt > removedAt) return Taken.Unchanged;
        Connection.Execute("UPDATE model_versions SET removed_at = @2, updated_at = @2 WHERE pk = @1", here.Pk, removedAt);
        Connection.Execute("DELETE FROM model_aliases WHERE version_pk = @1", here.Pk);
        return Taken.Changed;
    }

    private long Insert(TransferModelVersion item)
    {
        string owner = $"Version '{modelName}/{item.Version}'";
        Counted.Check(owner, item.Version, lowest: 1);
        bool isFree = Connection.Scalar("SELECT 1 FROM model_versions WHERE model_pk = @1 AND version = @2", model, item.Version) is null;
        long number = isFree ? item.Version : Connection.Number("SELECT next_version FROM models WHERE pk = @1", model)!.Value;
        Connection.Execute("UPDATE models SET next_version = max(next_version, @2 + 1) WHERE pk = @1", model, number);
        Connection.Execute(
            $"""
            INSERT INTO model_versions (id, model_pk, version, stage, run_pk, artifact_pk, description, created_at, updated_at, removed_at, origin_store, origin_version)
            VALUES (@1, @2, @3, {(int)ModelStage.None}, @4, @5, @6, @7, @8, @9, @10, @11)
            """,
            RecordId.Check(item.Id), model, number, context.Find<TransferRun>(item.RunId, owner), context.Find<TransferArtifact>(item.ArtifactId, owner),
            item.Description, UtcTicks.From(item.CreatedAt), UtcTicks.From(item.UpdatedAt), item.RemovedAt is { } at ? UtcTicks.From(at) : null,
            item.OriginStoreId ?? (isFree ? null : context.Head.StoreId), item.OriginVersion ?? (isFree ? null : item.Version));
        long pk = Connection.LastInsertRowId;
        Enter(item, pk, item.History);
        TagMerge.Take(Connection, RecordType.ModelVersion, pk, item.Tags);
        if (!isFree) context.Tally.Renumbered(RecordType.ModelVersion, item.Id, Name(item.Version), Name(number));
        return pk;
    }

    // A model has one version in Production. The one that is here stays; the one that comes goes on to the archive, and its history says why.
    private void Enter(TransferModelVersion item, long pk, IEnumerable<TransferStageChange> changes)
    {
        foreach (TransferStageChange change in changes) Note(pk, change);
        long? incumbent = item.Stage != ModelStage.Production || item.RemovedAt is not null ? null : Connection.Number(
            $"SELECT version FROM model_versions WHERE model_pk = @1 AND stage = {(int)ModelStage.Production} AND removed_at IS NULL AND pk <> @2", model, pk);
        Connection.Execute("UPDATE model_versions SET stage = @2 WHERE pk = @1", pk, (int)(incumbent is null ? item.Stage : ModelStage.Archived));
        if (incumbent is not { } other) return;
        string reason = $"merged while {Name(other)} was in Production";
        Note(pk, new(ModelStage.Production, ModelStage.Archived, DateTime.UtcNow, reason, ProcessIdentities.Actor));
        long number = Connection.Number("SELECT version FROM model_versions WHERE pk = @1", pk)!.Value;
        context.Tally.Conflict(
            MergeConflictKind.ProductionTaken, nameof(RecordType.ModelVersion), item.Id, Name(number), $"The version {Name(number)} is in Production there, and {Name(other)} here. {Name(other)} stays, and {Name(number)} was archived.");
    }

    private void Note(long pk, TransferStageChange change) => Connection.Execute(
        """
        INSERT INTO stage_changes (version_pk, ordinal, from_stage, to_stage, changed_at, reason, actor)
        VALUES (@1, (SELECT count(*) FROM stage_changes WHERE version_pk = @1), @2, @3, @4, @5, @6)
        """,
        pk, (int?)change.From, (int)change.To, UtcTicks.From(change.ChangedAt), change.Reason, change.Actor);

    private string Name(long number) => $"{modelName}/{number}";

    private static (ModelStage, long) Identity(TransferStageChange change) => (change.To, UtcTicks.From(change.ChangedAt));

    private sealed record Row(long Pk, long Version, long UpdatedAt, bool IsRemoved);
}
