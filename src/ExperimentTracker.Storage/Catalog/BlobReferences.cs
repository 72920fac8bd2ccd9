using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Catalog;

/// <summary>The references to blobs, defined once for estimates, garbage collection, checks and copies.</summary>
internal static class BlobReferences
{
    private const int Folder = (int)ArtifactKind.Folder;

    /// <summary>A condition: a row of an artifact, live or removed, refers to the blob.</summary>
    /// <param name="digest">The column or parameter with the digest.</param>
    /// <param name="artifacts">A condition on the <c>pk</c> of the artifacts to include.</param>
    public static string Any(string digest, string artifacts = "1 = 1") => $"""
        (EXISTS (SELECT 1 FROM artifacts WHERE digest = {digest} AND backend = '{Artifact.StoreBackend}' AND kind <> {Folder} AND {artifacts})
            OR EXISTS (SELECT 1 FROM artifact_files JOIN artifacts ON pk = artifact_pk WHERE artifact_files.digest = {digest} AND {artifacts}))
        """;

    /// <summary>
    /// The blobs that artifacts refer to: <c>digest</c>, and <c>size</c> as recorded by the artifacts. The digest of a folder itself is not that of a
    /// blob.
    /// </summary>
    public static readonly string Named = $"""
        SELECT digest, max(size) AS size FROM (
            SELECT digest, size FROM artifacts
            WHERE backend = '{Artifact.StoreBackend}' AND kind <> {Folder} AND digest IS NOT NULL AND removed_at IS DISTINCT FROM {Removals.Collected}
            UNION ALL
            SELECT f.digest, f.size FROM artifact_files f JOIN artifacts a ON a.pk = f.artifact_pk WHERE a.removed_at IS DISTINCT FROM {Removals.Collected}) AS named
        GROUP BY digest
        """;

    // artifact 'model.json' of iris/012; with f.path, a file of a folder.
    private const string Name = """
        'artifact ''' || a.key || CASE WHEN f.path IS NULL THEN '' ELSE '/' || f.path END || ''' of ' || e.name ||
            CASE WHEN r.pk IS NULL THEN '' ELSE '/' || CASE r.namespace WHEN '' THEN '' ELSE r.namespace || '/' END || printf('%03d', r.number) END
        """;

    private const string Owners = """
        JOIN artifacts a ON a.pk = f.pk
        LEFT JOIN runs r ON r.pk = a.run_pk
        JOIN experiments e ON e.pk = coalesce(a.experiment_pk, r.experiment_pk)
        """;

    /// <summary>The owners of a blob for display: <c>artifact 'model.json' of iris/012 and 2 more</c>; and the id of the first.</summary>
    public static (string Owner, string? ArtifactId) OwnerOf(StoreConnection connection, string digest)
    {
        List<(string Id, string Text)> owners = connection.Query(
            $"""
            SELECT a.id, {Name} FROM (
                SELECT pk, NULL AS path FROM artifacts WHERE digest = @1 AND backend = '{Artifact.StoreBackend}' AND kind <> {Folder}
                UNION ALL SELECT artifact_pk, path FROM artifact_files WHERE digest = @1) f {Owners}
            ORDER BY a.removed_at IS NOT NULL, a.pk
            """,
            row => (row.GetString(0), row.GetString(1)),
            digest);
        return owners.Count switch
        {
            0 => ("no artifact", null),
            1 => (owners[0].Text, owners[0].Id),
            _ => ($"{owners[0].Text} and {owners.Count - 1} more", owners[0].Id),
        };
    }

    /// <summary>The title of an artifact for display: <c>artifact 'model.json' of iris/012</c>.</summary>
    public static string ArtifactName(StoreConnection connection, long pk) =>
        connection.Text($"SELECT {Name} FROM (SELECT @1 AS pk, NULL AS path) f {Owners}", pk)!;
}
