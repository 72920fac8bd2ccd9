using ExperimentTracker.Contracts.Artifacts;
using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Storage.Catalog;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Artifacts;

/// <summary>Maps rows of artifacts to records.</summary>
internal static class ArtifactRows
{
    public static List<Artifact> Load(StoreConnection connection, ArtifactQuery query)
    {
        Conditions conditions = new Conditions(connection.Dialect)
            .AddRemoval(RemovedFilter.Live, "a", "r", "e", "p")
            .AddList("a.id", query.Ids)
            .AddIf("CASE WHEN a.run_pk IS NOT NULL THEN 1 ELSE 0 END = {0}", query.OwnerType is { } type ? type == RecordType.Run : null)
            .AddList("coalesce(r.id, e.id)", query.OwnerIds)
            .AddList("a.step", query.Steps)
            .AddIf("epoch.id = {0}", query.EpochId)
            .AddIf("result.id = {0}", query.ResultId)
            .AddIf("a.digest = {0}", query.Digest);
        return connection.Query(
            $"{ArtifactColumns.Select} {conditions.Where} ORDER BY e.name_fold, r.namespace NULLS FIRST, r.number NULLS FIRST, a.key_fold, a.step NULLS FIRST",
            row => ArtifactColumns.Read(row, DateTimeKind.Local).Artifact,
            conditions.Arguments);
    }
}
