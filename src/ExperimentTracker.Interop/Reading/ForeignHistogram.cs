using ExperimentTracker.Rules;

namespace ExperimentTracker.Interop.Reading;

/// <summary>
/// A histogram of another tracker, whose bins are made valid ones: in order, finite, without empty ones at the ends, at most as many as a store takes.
/// </summary>
internal sealed class ForeignHistogram
{
    private readonly List<double> edges = [];
    private readonly List<long> counts = [];

    /// <param name="edges">The edges, one more than there are counts. They may repeat.</param>
    /// <param name="counts">The number of values in each bin, which some trackers weigh: it is rounded.</param>
    public ForeignHistogram(ReadOnlySpan<double> edges, ReadOnlySpan<double> counts)
    {
        if (edges.Length != counts.Length + 1)
        {
            Problem = "it does not have one edge more than counts";
            return;
        }

        (int first, int last) = (0, counts.Length - 1);
        while (first <= last && counts[first] == 0) first++;
        while (last >= first && counts[last] == 0) last--;
        if (first > last) return;
        this.edges.Add(edges[first]);
        int group = (last - first + BinRules.MaxBins) / BinRules.MaxBins;
        for (int i = first; i <= last; i += group)
        {
            int end = Math.Min(i + group, last + 1);
            double sum = 0;
            foreach (double count in counts[i..end]) sum += count;
            if (!(sum >= 0 && sum < long.MaxValue))
            {
                Problem = "a count of it is negative, too large or not a number";
                return;
            }

            Append(edges[end], (long)Math.Round(sum));
        }

        Problem = BinRules.Problem(this.edges, this.counts) is null ? null : "its edges are not finite or not in order";
    }

    /// <summary>Why it cannot be a distribution; or <see langword="null"/>.</summary>
    public string? Problem { get; }

    /// <summary>The number of values; <see langword="null"/> for the sum of the counts.</summary>
    public double? Count { get; init; }

    /// <summary>The lowest value.</summary>
    public double? Min { get; init; }

    /// <summary>The highest value.</summary>
    public double? Max { get; init; }

    /// <summary>The sum of the values.</summary>
    public double? Sum { get; init; }

    /// <summary>The sum of the squares of the values.</summary>
    public double? SumOfSquares { get; init; }

    /// <summary>The distribution.</summary>
    public Distribution ToDistribution(string key, long step, DateTime at)
    {
        long inBins = counts.Sum(), n = Count is { } given && given > inBins && given < long.MaxValue ? (long)Math.Round(given) : inBins;
        double? variance = n > 1 ? (SumOfSquares - (Sum * Sum / n)) / (n - 1) : null;
        return new()
        {
            RunId = "",
            Run = "",
            Key = key,
            Step = step,
            Timestamp = at,
            Count = n,
            Min = Finite(Min),
            Max = Finite(Max),
            Sum = Finite(Sum),
            SumOfSquares = Finite(SumOfSquares),
            Mean = n > 0 ? Finite(Sum / n) : null,
            StandardDeviation = variance >= 0 ? Finite(Math.Sqrt(variance.Value)) : null,
            Edges = edges,
            Counts = counts,
        };
    }

    // A bin without a width is valid alone only: among others it is joined with a neighbour.
    private void Append(double edge, long count)
    {
        bool isJoined = counts.Count > 0 && (edge == edges[^1] || (counts.Count == 1 && edges[0] == edges[1]));
        if (isJoined)
        {
            edges[^1] = edge;
            counts[^1] += count;
            return;
        }

        edges.Add(edge);
        counts.Add(count);
    }

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
