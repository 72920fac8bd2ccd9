using ExperimentTracker.Rules;
using ExperimentTracker.Statistics;

namespace ExperimentTracker.Series;

/// <summary>The bins of a distribution and the statistics of its values; see <see cref="Distribution"/> for their meaning.</summary>
public sealed record BinnedValues
{
    /// <summary>The number of bins when none is given.</summary>
    public const int DefaultBins = 64;

    /// <summary>The number of values, including those that are NaN or infinite.</summary>
    public required long Count { get; init; }

    /// <summary>The number of values that are NaN.</summary>
    public long NaNCount { get; init; }

    /// <summary>The number of values that are +∞ or −∞.</summary>
    public long InfiniteCount { get; init; }

    /// <summary>The lowest finite value, if it is known.</summary>
    public double? Min { get; init; }

    /// <summary>The highest finite value, if it is known.</summary>
    public double? Max { get; init; }

    /// <summary>The sum of the finite values, if it is known.</summary>
    public double? Sum { get; init; }

    /// <summary>The sum of the squares of the finite values, if it is known.</summary>
    public double? SumOfSquares { get; init; }

    /// <summary>The arithmetic mean of the finite values, if it is known.</summary>
    public double? Mean { get; init; }

    /// <summary>The sample standard deviation of the finite values, with the divisor n − 1, if it is known.</summary>
    public double? StandardDeviation { get; init; }

    /// <summary>The edges of the bins in ascending order.</summary>
    public required IReadOnlyList<double> Edges { get; init; }

    /// <summary>The number of values in each bin.</summary>
    public required IReadOnlyList<long> Counts { get; init; }

    /// <summary>Counts values in <see cref="DefaultBins"/> bins of equal width between the lowest and the highest finite value.</summary>
    public static BinnedValues Of(ReadOnlySpan<double> values) => Of(values, DefaultBins);

    /// <summary>
    /// Counts values in bins of equal width between the lowest and the highest finite value, as NumPy's <c>histogram</c> does. If all of them are equal there
    /// is one bin without a width; if there are not enough numbers between them for so many edges, the number of bins is halved until there are.
    /// </summary>
    /// <param name="values">The values.</param>
    /// <param name="bins">The number of bins.</param>
    /// <exception cref="TrackerException"><c>InvalidBins</c>.</exception>
    public static BinnedValues Of(ReadOnlySpan<double> values, int bins)
    {
        BinRules.CheckNumber(bins);
        double[] finite = Finite(values);
        return Of(values, finite, finite.Length == 0 ? [] : EqualEdges(finite.Min(), finite.Max(), bins));
    }

    /// <summary>Counts values in bins between given edges. Values outside of them are in no bin.</summary>
    /// <param name="values">The values.</param>
    /// <param name="edges">The edges in ascending order, one more than bins.</param>
    /// <exception cref="TrackerException"><c>InvalidBins</c>.</exception>
    public static BinnedValues Of(ReadOnlySpan<double> values, IReadOnlyList<double> edges)
    {
        BinRules.Check(edges, new long[Math.Max(1, edges.Count - 1)]);
        return Of(values, Finite(values), [.. edges]);
    }

    /// <summary>Takes the counts of bins from another program. The statistics of the values are not known.</summary>
    /// <param name="counts">The number of values in each bin.</param>
    /// <param name="edges">The edges in ascending order, one more than counts.</param>
    /// <exception cref="TrackerException"><c>InvalidBins</c>.</exception>
    public static BinnedValues OfCounts(IReadOnlyList<long> counts, IReadOnlyList<double> edges)
    {
        BinRules.Check(edges, counts);
        return new() { Count = counts.Sum(), Edges = [.. edges], Counts = [.. counts] };
    }

    /// <summary>
    /// The edges of bins of equal width: the edge i of n is min·(1 − i/n) + max·i/n, which does not overflow; the first and the last are exactly min and max.
    /// </summary>
    /// <param name="min">The first edge.</param>
    /// <param name="max">The last edge.</param>
    /// <param name="bins">The number of bins, halved until all edges differ; 1 if min and max are equal.</param>
    public static double[] EqualEdges(double min, double max, int bins)
    {
        for (int n = min < max ? bins : 1; ; n /= 2)
        {
            double[] edges = [.. Enumerable.Range(0, n + 1).Select(i => i == 0 ? min : i == n ? max : (min * (1 - ((double)i / n))) + (max * ((double)i / n)))];
            if (n == 1 || edges.Zip(edges.Skip(1)).All(pair => pair.First < pair.Second)) return edges;
        }
    }

    private static BinnedValues Of(ReadOnlySpan<double> values, double[] finite, double[] edges)
    {
        long[] counts = new long[Math.Max(0, edges.Length - 1)];
        foreach (double value in finite)
        {
            if (BinOf(edges, value) is { } bin) counts[bin]++;
        }

        int nan = 0;
        foreach (double value in values) nan += double.IsNaN(value) ? 1 : 0;
        var binned = new BinnedValues { Count = values.Length, NaNCount = nan, InfiniteCount = values.Length - nan - finite.Length, Edges = edges, Counts = counts };
        if (finite.Length == 0) return binned;
        double mean = Sample.MeanOf(finite);
        return binned with
        {
            Min = finite.Min(),
            Max = finite.Max(),
            Sum = Known(Sample.Sum(finite)),
            SumOfSquares = Known(Sample.Sum(finite.Select(v => v * v))),
            Mean = Known(mean),
            StandardDeviation = finite.Length > 1 ? Known(Sample.DeviationOf(finite, mean)) : null,
        };
    }

    // NaN is the result of values so large that the calculation overflows.
    private static double? Known(double value) => double.IsNaN(value) ? null : value;

    // The last edge that is not above the value begins its bin, except the last of all, which ends the last bin.
    private static int? BinOf(double[] edges, double value)
    {
        if (value < edges[0] || value > edges[^1]) return null;
        int place = Array.BinarySearch(edges, value);
        return Math.Min(place >= 0 ? place : ~place - 1, edges.Length - 2);
    }

    private static double[] Finite(ReadOnlySpan<double> values)
    {
        double[] finite = new double[values.Length];
        int count = 0;
        foreach (double value in values)
        {
            if (double.IsFinite(value)) finite[count++] = value;
        }

        return finite[..count];
    }
}
