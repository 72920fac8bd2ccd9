using ExperimentTracker.Provenance;
using ExperimentTracker.Rules;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Storage.Models;
using ExperimentTracker.Transfer;
using ExperimentTracker.Values;

namespace ExperimentTracker.Storage.Transfer;

/// <summary>Merges the versions of one model, which are matched by id.</summary>
internal sealed class VersionMerge(MergeContext context, long model, string modelName)
{
    private StoreConnection Connection => context.Connection;

    public MergeOutcome Merge(TransferModelVersion item)
    {
        if (context.IsDeleted(RecordType.ModelVersion, item.ModelVersion.Id))
        {
            context.Place<TransferModelVersion>(item.ModelVersion.Id, null);
            return MergeOutcome.Unchanged;
        }

        Row? here = Connection.First(
            "SELECT pk, version, updated_at, removed_at FROM model_versions WHERE id = @1",
            row => new Row(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), !row.IsDBNull(3)), item.ModelVersion.Id);
        if (here is not null)
        {
            context.Place<TransferModelVersion>(item.ModelVersion.Id, here.IsRemoved && item.ModelVersion.RemovedAt is null ? null : here.Pk);
            return here.IsRemoved ? MergeOutcome.Unchanged : Match(item, here);
        }

        context.Place<TransferModelVersion>(item.ModelVersion.Id, Insert(item));
        return MergeOutcome.Added;
    }

    private MergeOutcome Match(TransferModelVersion item, Row here)
    {
        long updatedAt = UtcTicks.From(item.ModelVersion.UpdatedAt);
        if (item.ModelVersion.RemovedAt is { } removedAt) return Remove(here, UtcTicks.From(removedAt));
        IReadOnlyList<StageChange> history = StageChangeColumns.Load(Connection, item.ModelVersion.Id, DateTimeKind.Utc);
        int common = Math.Min(history.Count, item.History.Count);
        if (!history.Take(common).Select(Identity).SequenceEqual(item.History.Take(common).Select(Identity)))
        {
            context.Counts.Conflict(
                MergeConflictKind.Diverged, nameof(RecordType.ModelVersion), item.ModelVersion.Id, Name(here.Version), $"The version {Name(here.Version)} has another history of stages in the source. It is not changed.");
            return MergeOutcome.Unchanged;
        }

        StageChange[] added = [.. item.History.Skip(common)];
        if (added.Length > 0) Enter(item, here.Pk, added);
        bool isNewer = updatedAt > here.UpdatedAt;
        int described = isNewer ? ModelVersionColumns.All.MutableValuesOf(item.ModelVersion).Sum(note => note.Replace(Connection, ModelVersionColumns.All.Table, here.Pk)) : 0;
        if (isNewer) Connection.Execute("UPDATE model_versions SET updated_at = @2 WHERE pk = @1", here.Pk, updatedAt);
        bool tagged = TagMerge.Merge(Connection, RecordType.ModelVersion, here.Pk, item.Tags);
        return added.Length > 0 || described > 0 || tagged ? MergeOutcome.Changed : MergeOutcome.Unchanged;
    }

    private MergeOutcome Remove(Row here, long removedAt)
    {
        if (here.UpdatedAt > removedAt) return MergeOutcome.Unchanged;
        Connection.Execute("UPDATE model_versions SET removed_at = @2, updated_at = @2 WHERE pk = @1", here.Pk, removedAt);
        Connection.Execute("DELETE FROM model_aliases WHERE version_pk = @1", here.Pk);
        return MergeOutcome.Changed;
    }

    private long Insert(TransferModelVersion item)
    {
        ModelVersion version = item.ModelVersion;
        string owner = $"Version '{modelName}/{version.Version}'";
        ImportedNumbers.Check(owner, version.Version, lowest: 1);
        bool isFree = Connection.Scalar("SELECT 1 FROM model_versions WHERE model_pk = @1 AND version = @2", model, version.Version) is null;
        long number = isFree ? version.Version : Connection.Number("SELECT next_version FROM models WHERE pk = @1", model)!.Value;
        Connection.Execute("UPDATE models SET next_version = max(next_version, @2 + 1) WHERE pk = @1", model, number);
        ModelVersion here = version with
        {
            Id = Names.CheckId(version.Id),
            Version = number,
            Stage = ModelStage.None,
            OriginStoreId = version.OriginStoreId ?? (isFree ? null : context.Head.StoreId),
            OriginVersion = version.OriginVersion ?? (isFree ? null : version.Version),
        };
        long pk = ModelVersionColumns.Insert.Execute(
            Connection, here, model, context.Find<TransferRun>(version.RunId, owner), context.Find<TransferArtifact>(version.ArtifactId, owner));
        Enter(item, pk, item.History);
        TagMerge.Merge(Connection, RecordType.ModelVersion, pk, item.Tags);
        if (!isFree) context.Counts.Renumbered(RecordType.ModelVersion, item.ModelVersion.Id, Name(version.Version), Name(number));
        return pk;
    }

    // A model has one version in Production. That of the target store is kept; that of the source is archived, and its history gives the reason.
    private void Enter(TransferModelVersion item, long pk, IEnumerable<StageChange> changes)
    {
        foreach (StageChange change in changes) StageChangeColumns.Add(Connection, pk, change);
        long? incumbent = item.ModelVersion.Stage != ModelStage.Production || item.ModelVersion.RemovedAt is not null ? null : Connection.Number(
            $"SELECT version FROM model_versions WHERE model_pk = @1 AND stage = {(int)ModelStage.Production} AND removed_at IS NULL AND pk <> @2", model, pk);
        Connection.Execute("UPDATE model_versions SET stage = @2 WHERE pk = @1", pk, (int)(incumbent is null ? item.ModelVersion.Stage : ModelStage.Archived));
        if (incumbent is not { } other) return;
        string reason = $"merged while {Name(other)} was in Production";
        StageTable.AddChange(Connection, pk, ModelStage.Production, ModelStage.Archived, reason, ProcessIdentities.Actor, Connection.UtcNow);
        long number = Connection.Number("SELECT version FROM model_versions WHERE pk = @1", pk)!.Value;
        context.Counts.Conflict(
            MergeConflictKind.ProductionTaken, nameof(RecordType.ModelVersion), item.ModelVersion.Id, Name(number), $"The version {Name(number)} is in Production in the source, and {Name(other)} in this store. {Name(other)} stays, and {Name(number)} was archived.");
    }

    private string Name(long number) => $"{modelName}/{number}";

    private static (ModelStage, long) Identity(StageChange change) => (change.To, UtcTicks.From(change.ChangedAt));

    private sealed record Row(long Pk, long Version, long UpdatedAt, bool IsRemoved);
}
