using System.Globalization;
using ExperimentTracker.Values;

namespace ExperimentTracker;

/// <summary>What was collected, or would be: records that were removed, and contents that nothing names any more.</summary>
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

    /// <summary>Removed records that stay, since something that is not removed points at them.</summary>
    public long Kept { get; init; }

    /// <summary>The number of contents in the artifact folder that nothing names any more.</summary>
    public long Blobs { get; init; }

    /// <summary>The size of those contents, in bytes.</summary>
    public long BlobBytes { get; init; }

    /// <summary>
    /// What the database gives back, in bytes. Before the collection: what the points take, and what is free already. After it: by how much the
    /// database became smaller.
    /// </summary>
    public long DatabaseBytes { get; init; }

    /// <summary>Files that processes which are gone had begun to take in.</summary>
    public long StagingFiles { get; init; }

    /// <summary>Whether contents had to stay because a backup was being made; the next collection takes them.</summary>
    public bool IsPostponed { get; init; }

    /// <summary>Whether there are records among it, and not just contents and free space.</summary>
    public bool HasRecords => Projects + Experiments + Trials + Runs + Artifacts + Models + ModelVersions + Datasets + Encoders > 0;

    /// <summary>All bytes that are given back.</summary>
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
        string[] always = [Phrase(Runs, "run"), Phrase(Points, "point"), Phrase(Artifacts, "artifact"), Phrase(Blobs, "content")];
        return $"{string.Join(", ", others.Concat(always))}; {ByteSize.Format(Bytes)} to be freed";

        static string Phrase(long n, string noun) => $"{n.ToString("N0", CultureInfo.InvariantCulture)} {noun}{(n == 1 ? "" : "s")}";
    }
}
