namespace ExperimentTracker.Series;

/// <summary>Reduces distributions to what can be drawn: fewer of them, and fewer bins.</summary>
public static class DistributionThinning
{
    /// <summary>
    /// Selects distributions of a key evenly: each n-th, where n is the lowest power of two for which there are not too many, and the last. They are read
    /// one after the other, and never all kept.
    /// </summary>
    /// <param name="distributions">The distributions, in ascending order of their steps.</param>
    /// <param name="most">The highest number to select; at least 2.</param>
    /// <returns>The selected ones, and the number of all.</returns>
    public static (IReadOnlyList<Distribution> Selected, long Count) Select(IEnumerable<Distribution> distributions, int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 2);
        var selected = new List<Distribution>();
        long every = 1, count = 0;
        Distribution? last = null;
        foreach (Distribution distribution in distributions)
        {
            last = distribution;
            if (count++ % every != 0) continue;
            if (selected.Count == most)
            {
                every *= 2;
                selected = [.. selected.Where((_, i) => i % 2 == 0)];
                if ((count - 1) % every != 0) continue;
            }

            selected.Add(distribution);
        }

        if (last is null || ReferenceEquals(selected[^1], last)) return (selected, count);
        if (selected.Count == most) selected.RemoveAt(most - 1);
        selected.Add(last);
        return (selected, count);
    }

    /// <summary>Merges neighbouring bins until there are not too many. The counts stay exact.</summary>
    /// <param name="distribution">The distribution.</param>
    /// <param name="most">The highest number of bins; at least 1.</param>
    public static Distribution MergeBins(Distribution distribution, int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        int bins = distribution.Counts.Count, size = (bins + most - 1) / most;
        if (size <= 1) return distribution;
        return distribution with
        {
            Edges = [.. distribution.Edges.Where((_, i) => i % size == 0 || i == bins)],
            Counts = [.. distribution.Counts.Chunk(size).Select(chunk => chunk.Sum())],
        };
    }
}
