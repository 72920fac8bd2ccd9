namespace ExperimentTracker.Series;

/// <summary>Downsamples a series to the columns of a chart.</summary>
internal static class SeriesExtremes
{
    /// <summary>
    /// The positions that a chart with this number of columns needs. Of the points in a column, these are the first, the last, the lowest and the
    /// highest, so that no spike is lost. A column of nothing but NaN keeps one point and stays a gap.
    /// </summary>
    /// <param name="x">The x coordinates of the points, ascending.</param>
    /// <param name="y">The values of the points; NaN for a gap.</param>
    /// <param name="columns">The number of columns; at least 1.</param>
    /// <returns>Ascending positions in the arrays; all positions when there are at most four per column.</returns>
    public static int[] ByColumn(long[] x, double[] y, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        if (y.Length <= 4L * columns) return [.. Enumerable.Range(0, y.Length)];
        var kept = new List<int>(4 * columns);
        double width = Math.Max(1, x[^1] - x[0]) / (double)columns;
        for (int from = 0; from < y.Length;)
        {
            int column = ColumnOf(from);
            int to = from + 1;
            while (to < y.Length && ColumnOf(to) == column) to++;
            AddColumn(kept, y, from, to);
            from = to;
        }

        return [.. kept];

        int ColumnOf(int i) => (int)Math.Min(columns - 1, (x[i] - x[0]) / width);
    }

    private static void AddColumn(List<int> kept, double[] y, int from, int to)
    {
        int first = -1, last = from, low = from, high = from;
        for (int i = from; i < to; i++)
        {
            if (double.IsNaN(y[i])) continue;
            if (first < 0) first = low = high = i;
            if (y[i] < y[low]) low = i;
            if (y[i] > y[high]) high = i;
            last = i;
        }

        kept.AddRange(first < 0 ? [from] : new SortedSet<int> { first, low, high, last });
    }
}
