namespace ExperimentTracker.Series;

/// <summary>Downsamples a series for plotting.</summary>
public static class SeriesThinning
{
    /// <summary>
    /// Selects at most <paramref name="maxPoints"/> points that preserve the shape of the series, with the algorithm largest triangle three buckets
    /// (S. Steinarsson, "Downsampling Time Series for Visual Representation", University of Iceland, 2013). The first and the last finite point and
    /// the lowest and highest values are always selected. Points that are not finite cannot be drawn; they are omitted when downsampling is needed.
    /// </summary>
    /// <param name="steps">The steps, ascending.</param>
    /// <param name="values">The values, one per step.</param>
    /// <param name="maxPoints">The maximum number of points; at least 4.</param>
    /// <returns>Ascending positions in the arrays; all positions when there are no more than <paramref name="maxPoints"/>.</returns>
    public static int[] LargestTriangleThreeBuckets(long[] steps, double[] values, int maxPoints)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxPoints, 4);
        if (values.Length <= maxPoints) return [.. Enumerable.Range(0, values.Length)];
        int[] finite = Finite(values);
        if (finite.Length <= maxPoints) return finite;

        // The triangles may miss the extremes; then one or two positions are reserved for them.
        (int lowest, int highest) = (finite[0], finite[0]);
        foreach (int i in finite)
        {
            if (values[i] < values[lowest]) lowest = i;
            if (values[i] > values[highest]) highest = i;
        }

        for (int heldBack = 0; ; heldBack++)
        {
            var kept = new SortedSet<int>(PickByTriangles(steps, values, finite, maxPoints - heldBack)) { lowest, highest };
            if (kept.Count <= maxPoints) return [.. kept];
        }
    }

    private static int[] Finite(double[] values)
    {
        int[] positions = new int[values.Length];
        int count = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (double.IsFinite(values[i])) positions[count++] = i;
        }

        return positions[..count];
    }

    private static List<int> PickByTriangles(long[] steps, double[] values, int[] finite, int count)
    {
        var picked = new List<int>(count) { finite[0] };
        if (count == 2)
        {
            picked.Add(finite[^1]);
            return picked;
        }

        double bucket = (double)(finite.Length - 2) / (count - 2);
        int previous = finite[0];
        for (int b = 0; b < count - 2; b++)
        {
            int from = (int)(b * bucket) + 1;
            int to = (int)((b + 1) * bucket) + 1;
            int nextTo = Math.Min((int)((b + 2) * bucket) + 1, finite.Length);
            (double x, double y) = Centre(steps, values, finite.AsSpan(to..nextTo));
            previous = LargestTriangle(steps, values, finite.AsSpan(from..to), previous, x, y);
            picked.Add(previous);
        }

        picked.Add(finite[^1]);
        return picked;
    }

    private static (double X, double Y) Centre(long[] steps, double[] values, ReadOnlySpan<int> positions)
    {
        double x = 0, y = 0;
        foreach (int i in positions)
        {
            x += (double)steps[i] / positions.Length;
            y += values[i] / positions.Length;
        }

        return (x, y);
    }

    private static int LargestTriangle(long[] steps, double[] values, ReadOnlySpan<int> positions, int previous, double x, double y)
    {
        int best = positions[0];
        double largest = -1;
        foreach (int i in positions)
        {
            double area = Math.Abs(((steps[previous] - x) * (values[i] - values[previous])) -
                                   (((double)steps[previous] - steps[i]) * (y - values[previous])));
            if (area > largest) (largest, best) = (area, i);
        }

        return best;
    }
}
