using ExperimentTracker.Storage.Artifacts;

namespace ExperimentTracker.Storage.Sqlite;

internal sealed class ArtifactTable(Database database, IBlobs blobs) : IArtifactStore
{
    public IStagedBlob Stage(Stream content, IProgress<long>? progress, CancellationToken cancellation)
    {
        database.CheckWritable();
        return blobs.Stage(content, progress, cancellation);
    }

    public IReadOnlyList<Artifact> Commit(IReadOnlyList<ArtifactDraft> drafts, CancellationToken cancellation) => database.WriteFlushed(
        session => drafts.Select(draft => ArtifactRows.Load(session, new() { Ids = [ArtifactWriter.Write(session, blobs, draft)] })[0]).ToList(),
        cancellation);

    public IReadOnlyList<Artifact> Query(ArtifactQuery query, CancellationToken cancellation) =>
        database.Read(session => ArtifactRows.Load(session, query), cancellation);

    public IReadOnlyList<ArtifactFile> Files(string artifactId, CancellationToken cancellation) => database.Read(
        session => session.Query(
            """
            SELECT f.path, f.size, f.digest FROM artifact_files f JOIN artifacts a ON a.pk = f.artifact_pk WHERE a.id = @1 ORDER BY f.path
            """,
            row => new ArtifactFile { Path = row.GetString(0), Size = row.GetInt64(1), Digest = row.GetString(2) },
            artifactId),
        cancellation);

    public Stream? Open(string digest) => blobs.Open(digest);

    public void Remove(IReadOnlyCollection<string> ids, CancellationToken cancellation) => database.WriteFlushed(
        session => session.Execute(
            "UPDATE artifacts SET removed_at = @1 WHERE removed_at IS NULL AND id IN (SELECT value FROM json_each(@2))",
            UtcTicks.Now, Rows.DbList(ids)),
        cancellation);
}
