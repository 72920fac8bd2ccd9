using System.Globalization;
using System.Security.Cryptography;
using ExperimentTracker.Contracts.Blobs;
using ExperimentTracker.Contracts.Maintenance;
using ExperimentTracker.Maintenance;
using ExperimentTracker.Rules;
using ExperimentTracker.Storage.Artifacts;
using ExperimentTracker.Storage.Blobs;
using ExperimentTracker.Storage.Catalog;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Maintenance;

/// <summary>
/// Checks that the blobs of artifacts exist and match their digest. Files and rows are read one after the other while others write, so a possible
/// problem is checked again while no process writes.
/// </summary>
internal sealed class ContentCheck(Database database, BlobIntake intake)
{
    // Large enough that hashing and the disk determine the speed, not the number of calls; cancellation is checked for each.
    private const int BufferSize = 1 << 20;

    public IEnumerable<StoreFinding> Run(bool quick, IProgress<MaintenanceProgress>? progress, CancellationToken cancellation)
    {
        foreach (StoreFinding finding in Manifests(cancellation)) yield return finding;
        Dictionary<string, long> sizes = Sizes(cancellation);
        List<(string Digest, long? Size, bool IsListed)> named = database.Read(Named, cancellation);
        long total = named.Sum(n => n.Size ?? 0), done = 0;
        var reading = new Reading(progress, total);
        foreach ((string digest, long? size, bool isListed) in named)
        {
            cancellation.ThrowIfCancellationRequested();
            string? wrong = Problem(digest, size, sizes, quick, reading, cancellation);
            if (wrong is not null && Confirm(digest, wrong, cancellation) is { } finding) yield return finding;
            else if (wrong is null && !isListed) yield return database.Read(connection => Unlisted(connection, digest), cancellation);
            reading.IsAt(done += size ?? 0);
        }
    }

    private static List<(string Digest, long? Size, bool IsListed)> Named(StoreConnection connection) => connection.Query(
        $"SELECT n.digest, coalesce(b.size, n.size), b.digest IS NOT NULL AND b.{BlobRows.IsStored} FROM ({BlobReferences.Named}) n LEFT JOIN blobs b ON b.digest = n.digest",
        row => (row.GetString(0), row.GetSizeOrNull(1), row.GetBoolean(2)));

    // One list, because a backend may take a request for each blob.
    private Dictionary<string, long> Sizes(CancellationToken cancellation)
    {
        var sizes = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (BlobFile file in intake.Maintenance.List(cancellation).Where(f => f.Digest is not null)) sizes[file.Digest!] = file.Size;
        return sizes;
    }

    private static StoreFinding Unlisted(StoreConnection connection, string digest)
    {
        (string owner, string? artifact) = BlobReferences.OwnerOf(connection, digest);
        return ContentFindings.BlobUnlisted(digest, owner, artifact);
    }

    /// <returns>The problem, as a phrase; empty if the blob does not exist; <see langword="null"/> if there is none.</returns>
    private string? Problem(string digest, long? size, Dictionary<string, long> sizes, bool quick, Reading reading, CancellationToken cancellation)
    {
        if (!sizes.TryGetValue(digest, out long length)) return "";
        if (size is not null && length != size) return string.Create(CultureInfo.InvariantCulture, $"they are {length:N0} bytes and not {size:N0}");
        if (quick) return null;
        try
        {
            using Stream? content = intake.Blobs.Open(digest);
            return content is null ? "" : HashOf(content, reading, cancellation) == digest ? null : "they do not match their digest";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "they cannot be read: " + e.Message.TrimEnd('.');
        }
    }

    // While no process writes: a blob that is no longer referred to may have been collected meanwhile, which is no problem.
    private StoreFinding? Confirm(string digest, string wrong, CancellationToken cancellation)
    {
        (bool isNamed, bool isThere, string owner, string? artifact) = database.ReadExclusively(
            connection =>
            {
                bool named = connection.Scalar($"SELECT 1 WHERE {BlobReferences.Any("@1", $"removed_at IS DISTINCT FROM {Removals.Collected}")}", digest) is not null;
                (string owner, string? id) = BlobReferences.OwnerOf(connection, digest);
                return (named, intake.Maintenance.SizeOf(digest) is not null, owner, id);
            },
            cancellation);
        if (!isNamed || (isThere && wrong.Length == 0)) return null;
        return isThere
            ? ContentFindings.BlobCorrupt(digest, owner, artifact, wrong)
            : ContentFindings.BlobMissing(digest, owner, artifact, intake.Maintenance.FindElsewhere(digest) is not null);
    }

    private List<StoreFinding> Manifests(CancellationToken cancellation) => database.Read(
        connection =>
        {
            var findings = new List<StoreFinding>();
            List<(long Pk, string Id, string Digest)> folders = connection.Query(
                $"SELECT pk, id, digest FROM artifacts WHERE kind = {(int)ArtifactKind.Folder} AND digest IS NOT NULL AND removed_at IS DISTINCT FROM {Removals.Collected}",
                row => (row.GetInt64(0), row.GetString(1), row.GetString(2)));
            foreach ((long pk, string id, string digest) in folders)
            {
                cancellation.ThrowIfCancellationRequested();
                List<ArtifactFile> files = [.. ArtifactFileColumns.Load(connection, [pk])[pk]];
                if (ArtifactRules.FolderDigest(files) != digest) findings.Add(ContentFindings.ManifestDiffers(digest, BlobReferences.ArtifactName(connection, pk), id));
            }

            return findings;
        },
        cancellation);

    private static string HashOf(Stream content, Reading reading, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[BufferSize];
        int read;
        while ((read = content.Read(buffer)) > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            hash.AppendData(buffer, 0, read);
            reading.Add(read);
        }

        return ArtifactRules.DigestOf(hash.GetHashAndReset());
    }

    private sealed class Reading(IProgress<MaintenanceProgress>? progress, long total)
    {
        private long done;

        public void Add(long bytes) => Report(done += bytes);

        public void IsAt(long bytes) => Report(done = bytes);

        private void Report(long bytes) => progress?.Report(new MaintenanceProgress("Reading blobs", bytes, total, InBytes: true));
    }
}
