using System.Globalization;
using ExperimentTracker.Values;

namespace ExperimentTracker;

/// <summary>What the removal of a record would affect.</summary>
/// <param name="Experiments">The number of live experiments.</param>
/// <param name="Runs">The number of live runs.</param>
/// <param name="Points">The number of metric points.</param>
/// <param name="Artifacts">The number of live artifacts.</param>
/// <param name="Bytes">The size of stored blobs that nothing else refers to, in bytes: what a garbage collection would free.</param>
public sealed record RemovalSummary(long Experiments, long Runs, long Points, long Artifacts, long Bytes)
{
    /// <summary>The counts as a phrase: <c>3 runs, 1,200 points, 2 artifacts; 4.1 MB to be freed</c>.</summary>
    public override string ToString()
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        string[] parts =
        [
            Experiments > 0 ? Count(Experiments, "experiment") : "",
            Count(Runs, "run"),
            Count(Points, "point"),
            Count(Artifacts, "artifact"),
        ];
        return string.Join(", ", parts.Where(p => p.Length > 0)) + $"; {ByteSize.Format(Bytes)} to be freed";

        string Count(long n, string noun) => $"{n.ToString("N0", culture)} {noun}{(n == 1 ? "" : "s")}";
    }
}
