using ExperimentTracker.Contracts.Blobs;
using ExperimentTracker.Maintenance;
using ExperimentTracker.Storage.Blobs;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Maintenance;

/// <summary>Finds unneeded files and objects among the blobs: harmless, but they use space.</summary>
internal sealed class LeftoverCheck(Database database, BlobIntake intake)
{
    public IEnumerable<StoreFinding> Run(bool isCollecting, CancellationToken cancellation)
    {
        var leftovers = new BlobLeftovers(database, intake);
        var foreign = new List<BlobFile>();
        foreach (BlobFileBatch batch in leftovers.Unknown(cancellation, foreign.Add))
        {
            foreach (BlobFile file in batch.Files) yield return ContentFindings.StrayBlob(file.Location, intake.Maintenance.HasQuarantine);
        }

        foreach (BlobFile file in foreign) yield return ContentFindings.ForeignFile(file.Location);
        foreach (BlobLeftover leftover in leftovers.Beside(cancellation))
        {
            yield return leftover.Digest is null ? ContentFindings.StagingLeftover(leftover.Location) : ContentFindings.TrashLeftover(leftover.Location);
        }

        long latest = intake.LatestToDelete;
        foreach (string digest in database.Read(connection => BlobRows.Abandoned(connection, latest), cancellation)) yield return ContentFindings.StagingLeftover(intake.Blobs.LocationOf(digest));
        if (isCollecting) yield break;
        foreach (string digest in database.Read(BlobRows.BeingDeleted, cancellation)) yield return ContentFindings.TrashLeftover(intake.Blobs.LocationOf(digest));
    }
}
