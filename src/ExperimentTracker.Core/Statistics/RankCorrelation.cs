namespace ExperimentTracker.Statistics;

/// <summary>
/// The rank correlation of C. Spearman, "The Proof and Measurement of Association between Two Things", American Journal of Psychology 15, 1904: the
/// correlation of the ranks, where equal values share the mean of their ranks.
/// </summary>
internal static class RankCorrelation
{
    /// <summary>Returns the correlation from −1 to 1 of two samples of the same size, without NaN; <see langword="null"/> if the values of one are all equal.</summary>
    public static double? Of(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        double[] x = Ranks(first), y = Ranks(second);
        double mean = (x.Length + 1) / 2.0, xy = 0, xx = 0, yy = 0;
        for (int i = 0; i < x.Length; i++)
        {
            xy += (x[i] - mean) * (y[i] - mean);
            xx += (x[i] - mean) * (x[i] - mean);
            yy += (y[i] - mean) * (y[i] - mean);
        }

        return xx > 0 && yy > 0 ? Math.Clamp(xy / Math.Sqrt(xx * yy), -1, 1) : null;
    }

    /// <summary>Returns the ranks of values from 1 on.</summary>
    public static double[] Ranks(IReadOnlyList<double> values)
    {
        int[] order = [.. Enumerable.Range(0, values.Count)];
        Array.Sort([.. values], order);
        double[] ranks = new double[values.Count];
        for (int start = 0, end; start < order.Length; start = end)
        {
            for (end = start + 1; end < order.Length && values[order[end]] == values[order[start]];) end++;
            for (int i = start; i < end; i++) ranks[order[i]] = (start + 1 + end) / 2.0;
        }

        return ranks;
    }
}
