using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Metrics;

/// <summary>
/// Reads the points that a downsampled curve can need: of successive parts of the series the first, the lowest, the highest and the last one. This
/// comes from summaries, as long as their steps do not overlap, and otherwise from the points. Selecting the extremes of parts before the largest
/// triangles gives curves of the same quality (J. Van Der Donckt et al., "MinMaxLTTB: Leveraging MinMax-Preselection to Scale LTTB for Time Series
/// Visualization", IEEE VIS 2023) if there are four preselected points for each that is shown.
/// </summary>
internal sealed class ThinnedReader
{
    // Each part has two extremes.
    private const int PartsPerPoint = 2;

    private readonly StoreConnection connection;
    private readonly SeriesRow series;
    private readonly (long First, long Last) window;
    private readonly long sealedCount;
    private readonly PointColumns points = new(0);

    private ThinnedReader(StoreConnection connection, SeriesRow series, long firstStep, long lastStep)
    {
        (this.connection, this.series, window) = (connection, series, (firstStep, lastStep));
        sealedCount = series.Statistics.Count - series.TailCount;
    }

    /// <summary>Returns finite points of a series in a range of steps, in step order.</summary>
    /// <returns>
    /// Several times <paramref name="maxPoints"/> points, or <see langword="null"/> if the range has too few summaries, or invalid ones: then all its
    /// points must be read.
    /// </returns>
    public static PointColumns? TryRead(StoreConnection connection, SeriesRow series, long firstStep, long lastStep, int maxPoints)
    {
        var reader = new ThinnedReader(connection, series, firstStep, lastStep);
        long needed = (long)maxPoints * PartsPerPoint;
        if (reader.sealedCount < needed) return null;
        int level = (int)(connection.Number("SELECT max(level) FROM metric_summaries WHERE metric_pk = @1", series.Pk) ?? -1);
        for (List<Part>? parts = reader.TryReadAll(level); parts is not null; parts = level > 0 ? reader.TryRefine(parts, level--) : null)
        {
            parts.RemoveAll(part => part.Summary.FiniteCount == 0 || part.Summary.LastStep < firstStep || part.Summary.FirstStep > lastStep);
            if (parts.Count >= needed) return reader.Gather([.. parts.Select(part => part.Summary)]);
        }

        return null;
    }

    /// <summary>The summaries of a level and, at the end of the series, of the levels below: together of all points in chunks.</summary>
    private List<Part>? TryReadAll(int level)
    {
        var all = new List<Part>();
        for (long from = 0; level >= 0; level--)
        {
            long number = from;
            all.AddRange(SummaryColumns.Rows(connection, series.Pk, level, from).Select(summary => new Part(level, number++, summary)));
            from = number * SummaryWriter.FanOut;
        }

        return AreAll(all, 0, sealedCount) ? all : null;
    }

    /// <summary>Replaces the summaries of a level by those of the level below.</summary>
    private List<Part>? TryRefine(List<Part> parts, int level)
    {
        var refined = new List<Part>();
        for (int from = 0, to; from < parts.Count; from = to)
        {
            for (to = from + 1; to < parts.Count && parts[to].Number == parts[to - 1].Number + 1 && parts[to].Level == parts[from].Level;) to++;
            if (parts[from].Level < level)
            {
                refined.AddRange(parts[from..to]);
                continue;
            }

            long number = parts[from].Number * SummaryWriter.FanOut;
            List<Part> below =
            [
                .. SummaryColumns.Rows(connection, series.Pk, level - 1, number, (to - from) * SummaryWriter.FanOut).Select(summary => new Part(level - 1, number++, summary)),
            ];
            if (!AreAll(below, parts[from].Summary.Ordinal, parts[to - 1].Summary.Ordinal + parts[to - 1].Summary.Count)) return null;
            refined.AddRange(below);
        }

        return refined;
    }

    private static bool AreAll(List<Part> parts, long from, long to)
    {
        foreach (Part part in parts)
        {
            if (part.Summary.Ordinal != from) return false;
            from += part.Summary.Count;
        }

        return from == to;
    }

    private PointColumns Gather(List<PointSummary> summaries)
    {
        PointColumns tail = SeriesReader.ReadTail(connection, series, window.First, window.Last);
        List<PointSummary> all = summaries;
        if (tail.Count > 0) all.Add(PointSummary.Of(sealedCount, tail.Steps, tail.Values, tail.Ticks));
        all = [.. all.OrderBy(s => s.FirstStep)];
        for (int from = 0, to; from < all.Count; from = to)
        {
            long last = all[from].LastStep;
            for (to = from + 1; to < all.Count && all[to].FirstStep < last; to++) last = Math.Max(last, all[to].LastStep);
            if (to == from + 1 && all[from].FirstStep >= window.First && last <= window.Last) AddPoints(all[from]);
            else AddRead(all[from..to], tail);
        }

        return points;
    }

    private void AddPoints(PointSummary summary)
    {
        foreach (SummaryPoint point in summary.Points()) points.Add(point.Step, point.Value, point.Ticks);
    }

    // Parts whose steps overlap, or are partly outside of the window: as many parts of their points, sorted by step.
    private void AddRead(List<PointSummary> overlapping, PointColumns tail)
    {
        var read = new PointColumns((int)Math.Min(overlapping.Sum(s => s.Count), int.MaxValue / 2));
        foreach (PointSummary summary in overlapping.OrderBy(s => s.Ordinal))
        {
            if (summary.Ordinal < sealedCount) SeriesReader.ReadChunks(connection, series.Pk, summary.Ordinal, summary.Ordinal + summary.Count - 1, read.AddChunk);
            else for (int i = 0; i < tail.Count; i++) read.Add(tail.Steps[i], tail.Values[i], tail.Ticks[i]);
        }

        read.SortByStep();
        (long[] steps, double[] values, long[] ticks) = read.Between(window.First, window.Last);
        int size = Math.Max(1, (steps.Length + overlapping.Count - 1) / overlapping.Count);
        for (int from = 0; from < steps.Length; from += size)
        {
            Range part = from..Math.Min(from + size, steps.Length);
            AddPoints(PointSummary.Of(from, steps.AsSpan(part), values.AsSpan(part), ticks.AsSpan(part)));
        }
    }

    private readonly record struct Part(int Level, long Number, PointSummary Summary);
}
