namespace ExperimentTracker.Transfer;

/// <summary>Compares the points of the same series in the target store and in the source.</summary>
/// <param name="Diverged">Whether both have points that the other lacks.</param>
/// <param name="IsAhead">Whether the target has points that the source lacks.</param>
/// <param name="Added">The points of the source that the target lacks.</param>
internal sealed record PointGrowth(bool Diverged, bool IsAhead, TransferPoints Added)
{
    /// <summary>
    /// Compares two series. Points are in step order, and those of the same step in the order they were written. So at each step, one series must
    /// begin with the points of the other.
    /// </summary>
    /// <param name="here">The series in the target store.</param>
    /// <param name="there">The series in the source.</param>
    /// <param name="trustStatistics">Whether series with equal statistics are considered equal, so that their points are not read.</param>
    public static PointGrowth Between(TransferSeries here, TransferSeries there, bool trustStatistics)
    {
        if (trustStatistics && HaveEqualStatistics(here.Summary, there.Summary)) return new(false, false, TransferPoints.None);
        (TransferPoints mine, TransferPoints theirs) = (here.Points, there.Points);
        theirs.Check($"Metric '{there.Name}'");
        (long[] myTicks, long[] theirTicks) = (mine.UtcTicks(), theirs.UtcTicks());
        var added = new List<int>();
        bool ahead = false;
        (int i, int j) = (0, 0);
        while (i < mine.Steps.Length || j < theirs.Steps.Length)
        {
            if (j == theirs.Steps.Length || (i < mine.Steps.Length && mine.Steps[i] < theirs.Steps[j]))
            {
                ahead = true;
                i++;
            }
            else if (i == mine.Steps.Length || theirs.Steps[j] < mine.Steps[i])
            {
                added.Add(j++);
            }
            else if (myTicks[i] / there.TimeUnit == theirTicks[j] / there.TimeUnit && Same(mine.Values[i], theirs.Values[j]))
            {
                i++;
                j++;
            }
            else
            {
                return new(true, false, TransferPoints.None);
            }
        }

        bool diverged = ahead && added.Count > 0;
        return new(diverged, ahead, diverged ? TransferPoints.None : TransferPoints.Create(
            [.. added.Select(k => theirs.Steps[k])], [.. added.Select(k => theirs.Values[k])], [.. added.Select(k => theirTicks[k])]));
    }

    // The mean detects differences between the extremes, also of points with the same times. Statistics do not detect another order.
    private static bool HaveEqualStatistics(Metric? here, Metric? there) =>
        here is not null && there is not null && here.Count == there.Count && here.NaNCount == there.NaNCount &&
        here.LastAt == there.LastAt && here.FirstStep == there.FirstStep && Same(here.First, there.First) &&
        here.LastStep == there.LastStep && Same(here.Last, there.Last) &&
        here.MinStep == there.MinStep && here.MaxStep == there.MaxStep && here.Min == there.Min && here.Max == there.Max &&
        here.Mean == there.Mean;

    private static bool Same(double left, double right) =>
        BitConverter.DoubleToInt64Bits(left) == BitConverter.DoubleToInt64Bits(right) || (double.IsNaN(left) && double.IsNaN(right));
}
