namespace ExperimentTracker.Transfer;

/// <summary>How the points of the same series here and elsewhere relate.</summary>
/// <param name="Diverged">Whether each side has points that the other lacks.</param>
/// <param name="IsAhead">Whether there are points here that are not there.</param>
/// <param name="Added">The points there that are not here.</param>
internal sealed record PointGrowth(bool Diverged, bool IsAhead, TransferPoints Added)
{
    /// <summary>
    /// Compares two series. Points come in step order, those of one step in the order they were written, so of each step one side
    /// has to begin as the other does.
    /// </summary>
    /// <param name="here">The series here.</param>
    /// <param name="there">The series there.</param>
    /// <param name="trustStatistics">Whether series whose statistics agree have the same points, which are not read then.</param>
    public static PointGrowth Between(TransferSeries here, TransferSeries there, bool trustStatistics)
    {
        if (trustStatistics && LookTheSame(here.Summary, there.Summary)) return new(false, false, TransferPoints.None);
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
            else if (myTicks[i] == theirTicks[j] && Same(mine.Values[i], theirs.Values[j]))
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

    // The mean tells apart what differs between the extremes, also where points were given the same times. Statistics do not tell the order.
    private static bool LookTheSame(Metric? here, Metric? there) =>
        here is not null && there is not null && here.Count == there.Count && here.NaNCount == there.NaNCount &&
        here.LastAt == there.LastAt && here.FirstStep == there.FirstStep && Same(here.First, there.First) &&
        here.LastStep == there.LastStep && Same(here.Last, there.Last) &&
        here.MinStep == there.MinStep && here.MaxStep == there.MaxStep && here.Min == there.Min && here.Max == there.Max &&
        here.Mean == there.Mean;

    private static bool Same(double left, double right) =>
        BitConverter.DoubleToInt64Bits(left) == BitConverter.DoubleToInt64Bits(right) || (double.IsNaN(left) && double.IsNaN(right));
}
