using ExperimentTracker.Contracts.Artifacts;
using ExperimentTracker.Storage.Blobs;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Artifacts;

internal sealed class ArtifactTable(Database database, BlobIntake intake) : IArtifactStore
{
    public IStagedBlob Stage(Func<Stream> open, IProgress<long>? progress, CancellationToken cancellation)
    {
        database.CheckWritable();
        return IncomingContent.Receive(database, intake, open, progress, cancellation);
    }

    public IReadOnlyList<Artifact> Commit(IReadOnlyList<ArtifactDraft> drafts, CancellationToken cancellation)
    {
        List<(IncomingContent Content, bool Replace)> needed = [.. Missing(drafts).Select(content => (content, false))];
        while (true)
        {
            // Copied outside of the transaction, because other writers wait for it.
            foreach ((IncomingContent content, bool replace) in needed) content.Copy(replace, null, cancellation);
            Func<StoreConnection, List<Artifact>> write = connection =>
            {
                needed = [.. drafts.SelectMany(draft => ArtifactWriter.ToCopy(connection, draft)).Distinct()];
                return needed.Count > 0 ? [] : drafts.Select(draft => Write(connection, draft)).ToList();
            };
            List<Artifact> artifacts = drafts.All(draft => draft.OwnerType == RecordType.Run)
                ? database.WriteRun(write, flush: true, cancellation) : database.WriteFlushed(write, cancellation);
            if (needed.Count == 0) return artifacts;
        }
    }

    public IReadOnlyList<Artifact> Query(ArtifactQuery query, CancellationToken cancellation) =>
        database.Read(connection => ArtifactRows.Load(connection, query), cancellation);

    public IReadOnlyList<ArtifactFile> Files(string artifactId, CancellationToken cancellation) => database.Read(
        connection => connection.Number("SELECT pk FROM artifacts WHERE id = @1", artifactId) is { } pk ? ArtifactFileColumns.Load(connection, [pk])[pk].ToList() : [],
        cancellation);

    public Stream? Open(string digest) => intake.Blobs.Open(digest);

    public void Remove(IReadOnlyCollection<string> ids, CancellationToken cancellation) => database.WriteFlushed(
        connection => connection.Execute(
            "UPDATE artifacts SET removed_at = @1 WHERE removed_at IS NULL AND id IN (SELECT value FROM json_each(@2))",
            connection.NowTicks, SqlList.Of(ids)),
        cancellation);

    private Artifact Write(StoreConnection connection, ArtifactDraft draft) =>
        ArtifactRows.Load(connection, new() { Ids = [ArtifactWriter.Write(connection, intake.Blobs, draft)] })[0];

    // Recognised blobs whose bytes somebody deleted. A backend may take a request for each.
    private static IEnumerable<IncomingContent> Missing(IReadOnlyList<ArtifactDraft> drafts)
    {
        IncomingContent[] recognised = [.. drafts.SelectMany(ArtifactWriter.Contents).Where(content => content.Staged is null).Distinct()];
        return recognised.Length < 2 ? recognised.Where(content => content.IsMissing()) : recognised.AsParallel().WithDegreeOfParallelism(8).Where(content => content.IsMissing());
    }
}
