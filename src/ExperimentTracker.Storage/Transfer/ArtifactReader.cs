using ExperimentTracker.Storage.Artifacts;
using ExperimentTracker.Storage.Catalog;
using ExperimentTracker.Storage.Datasets;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Storage.Transfer;

/// <summary>Reads artifacts and inputs of runs with every field.</summary>
internal static class ArtifactReader
{
    public static IEnumerable<TransferArtifact> Load(StoreConnection connection, IReadOnlyList<long> pks)
    {
        ILookup<long, ArtifactFile> files = ArtifactFileColumns.Load(connection, pks);
        return connection.Query(
            $"{ArtifactColumns.Select} WHERE a.pk IN (SELECT value FROM json_each(@1)) ORDER BY a.pk",
            row =>
            {
                (long pk, Artifact artifact) = ArtifactColumns.Read(row, DateTimeKind.Utc);
                bool isOfRun = artifact.OwnerType == RecordType.Run;
                return new TransferArtifact
                {
                    Artifact = artifact,
                    RunId = isOfRun ? artifact.OwnerId : null,
                    ExperimentId = isOfRun ? null : artifact.OwnerId,
                    Files = [.. files[pk]],
                };
            },
            SqlList.Of(pks));
    }

    public static IEnumerable<TransferItem> Inputs(StoreConnection connection) => connection.Query(
        $"{RunInputColumns.Select} WHERE r.removed_at IS DISTINCT FROM {Removals.Collected} ORDER BY i.pk",
        row => new TransferInput { Input = RunInputColumns.Read(row, DateTimeKind.Utc) });
}
