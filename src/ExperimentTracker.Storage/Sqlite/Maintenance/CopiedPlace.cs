using ExperimentTracker.Storage.Blobs;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Sqlite.Maintenance;

/// <summary>The place of the artifacts of a copied store: always its folder, also if the original has them in an object store.</summary>
internal static class CopiedPlace
{
    private static readonly string IsBlob = $"backend = '{Artifact.StoreBackend}' AND kind <> {(int)ArtifactKind.Folder} AND digest IS NOT NULL";

    /// <summary>Makes the folder the place of the blobs of a copied database, whose blobs are copied there from an object store.</summary>
    public static void MoveToFolder(StoreFiles files)
    {
        using (StoreConnection immutable = Connections.OpenImmutable(files.Database))
        {
            if (immutable.Scalar("SELECT 1 FROM store_info WHERE name = @1", ArtifactPlace.InfoName) is null) return;
        }

        using StoreConnection connection = Connections.Open(files.Database);
        connection.Script("BEGIN IMMEDIATE");
        connection.Execute("DELETE FROM store_info WHERE name = @1", ArtifactPlace.InfoName);
        var folders = new BlobFolders(files);
        foreach (string digest in connection.Query($"SELECT DISTINCT digest FROM artifacts WHERE {IsBlob}", row => row.GetString(0)))
        {
            connection.Execute($"UPDATE artifacts SET location = @2 WHERE digest = @1 AND {IsBlob}", digest, folders.LocationOf(folders.PathOf(digest)));
        }

        connection.Script("COMMIT");
    }
}
