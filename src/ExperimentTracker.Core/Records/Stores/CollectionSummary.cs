using System.Globalization;
using ExperimentTracker.Values;

namespace ExperimentTracker;

/// <summary>What a garbage collection deleted, or would delete: removed records and unreferenced blobs.</summary>
public sealed record CollectionSummary
{
    /// <summary>The number of projects.</summary>
    public long Projects { get; init; }

    /// <summary>The number of experiments.</summary>
    public long Experiments { get; init; }

    /// <summary>The number of trials.</summary>
    public long Trials { get; init; }

    /// <summary>The number of runs.</summary>
    public long Runs { get; init; }

    /// <summary>The number of metric points.</summary>
    public long Points { get; init; }

    /// <summary>The number of artifacts.</summary>
    public long Artifacts { get; init; }

    /// <summary>The number of models.</summary>
    public long Models { get; init; }

    /// <summary>The number of model versions.</summary>
    public long ModelVersions { get; init; }

    /// <summary>The number of datasets.</summary>
    public long Datasets { get; init; }

    /// <summary>The number of encoders.</summary>
    public long Encoders { get; init; }

    /// <summary>The number of removed records that are kept, because a record that is not removed refers to them.</summary>
    public long Kept { get; init; }

    /// <summary>The number of runs that retention policies removed first. A later collection deletes them.</summary>
    public long RetiredRuns { get; init; }

    /// <summary>The number of artifacts that retention policies removed first, of runs that stay. A later collection deletes them.</summary>
    public long RetiredArtifacts { get; init; }

    /// <summary>The number of unreferenced blobs in the artifact folder.</summary>
    public long Blobs { get; init; }

    /// <summary>The size of those blobs, in bytes.</summary>
    public long BlobBytes { get; init; }

    /// <summary>
    /// The bytes that the database frees. Before the collection, the size of the points and the free pages; after it, the decrease of the database's
    /// size.
    /// </summary>
    public long DatabaseBytes { get; init; }

    /// <summary>The number of staging files of processes that have ended.</summary>
    public long StagingFiles { get; init; }

    /// <summary>Whether blobs, or on a server records, were kept because a backup, an export or a merge was running; the next collection deletes them.</summary>
    public bool IsPostponed { get; init; }

    /// <summary>Whether records are included, and not only blobs and free space.</summary>
    public bool HasRecords => Projects + Experiments + Trials + Runs + Artifacts + Models + ModelVersions + Datasets + Encoders > 0;

    /// <summary>All bytes that are freed.</summary>
    public long Bytes => BlobBytes + DatabaseBytes;

    /// <summary>The counts as a phrase: <c>1 experiment, 3 runs, 1,200 points, 2 artifacts; 4.1 MB to be freed</c>.</summary>
    public override string ToString()
    {
        (long Count, string Noun)[] counts =
        [
            (Projects, "project"), (Experiments, "experiment"), (Trials, "trial"), (Models, "model"), (ModelVersions, "model version"),
            (Datasets, "dataset"), (Encoders, "encoder"),
        ];
        IEnumerable<string> others = counts.Where(c => c.Count > 0).Select(c => Phrase(c.Count, c.Noun));
        string[] always = [Phrase(Runs, "run"), Phrase(Points, "point"), Phrase(Artifacts, "artifact"), Phrase(Blobs, "blob")];
        return $"{string.Join(", ", others.Concat(always))}; {ByteSize.Format(Bytes)} to be freed";

        static string Phrase(long n, string noun) => $"{n.ToString("N0", CultureInfo.InvariantCulture)} {noun}{(n == 1 ? "" : "s")}";
    }
}
