namespace ExperimentTracker.Series;

/// <summary>Thins a series to the columns of a chart.</summary>
internal static class SeriesExtremes
{
    /// <summary>
    /// The positions that a chart of that many columns needs: of the points that share a column, the first, the last, the lowest and the highest, so
    /// that no spike is lost. A column of nothing but NaN keeps one of them, and stays a gap.
    /// </summary>
    /// <param name="x">Where the points stand, ascending.</param>
    /// <param name="y">The values, one a point; NaN where there is none to draw.</param>
    /// <param name="columns">The number of columns; at least 1.</param>
    /// <returns>Ascending positions into the arrays; all of them when there are no more than four a column.</returns>
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
            Keep(kept, y, from, to);
            from = to;
        }

        return [.. kept];

        int ColumnOf(int i) => (int)Math.Min(columns - 1, (x[i] - x[0]) / width);
    }

    private static void Keep(List<int> kept, double[] y, int from, int to)
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
