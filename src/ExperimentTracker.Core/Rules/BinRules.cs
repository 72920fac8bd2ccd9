using System.Globalization;

namespace ExperimentTracker.Rules;

/// <summary>What the bins of a distribution must be.</summary>
public static class BinRules
{
    /// <summary>The highest number of bins: a distribution is read as a whole, and drawn on a screen.</summary>
    public const int MaxBins = 4096;

    /// <summary>Throws unless there is a count for each bin, and the edges can be those of bins.</summary>
    /// <exception cref="TrackerException"><c>InvalidBins</c>.</exception>
    public static void Check(IReadOnlyList<double> edges, IReadOnlyList<long> counts)
    {
        if (Problem(edges, counts) is { } why) throw DistributionErrors.Bins(edges, why);
    }

    /// <summary>Throws unless the number of bins is from 1 to <see cref="MaxBins"/>.</summary>
    /// <exception cref="TrackerException"><c>InvalidBins</c>.</exception>
    public static void CheckNumber(int bins)
    {
        if (bins is < 1 or > MaxBins) throw DistributionErrors.Bins(bins, TooMany(bins));
    }

    /// <summary>Returns why the bins are not valid, as a sentence; or <see langword="null"/>.</summary>
    public static string? Problem(IReadOnlyList<double> edges, IReadOnlyList<long> counts)
    {
        if (edges.Count == 0 && counts.Count == 0) return null;
        if (edges.Count != counts.Count + 1) return Text($"{counts.Count} bins have {counts.Count + 1} edges, not {edges.Count}. Give one edge more than counts.");
        if (counts.Count is < 1 or > MaxBins) return TooMany(counts.Count);
        if (edges.FirstOrDefault(edge => !double.IsFinite(edge)) is var odd && !double.IsFinite(odd)) return Text($"the edge {odd} is not finite.");

        // A bin for a single value has no width.
        for (int i = 1; i < edges.Count; i++)
        {
            if (edges[i] < edges[i - 1] || (edges[i] == edges[i - 1] && counts.Count > 1)) return Text($"the edge {edges[i]} follows {edges[i - 1]}. Sort the edges, and give each one once.");
        }

        if (counts.FirstOrDefault(count => count < 0) is < 0 and var negative) return Text($"the count {negative} is negative.");
        decimal sum = counts.Sum(count => (decimal)count);
        return sum > long.MaxValue ? Text($"the counts have the sum {sum}, and at most {long.MaxValue} is possible.") : null;
    }

    private static string TooMany(int bins) => Text($"there are {bins}; give 1 to {MaxBins}.");

    private static string Text(FormattableString sentence) => sentence.ToString(CultureInfo.InvariantCulture);
}
