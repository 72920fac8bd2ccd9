namespace ExperimentTracker.Storage.Metrics;

/// <summary>A point that represents others.</summary>
internal readonly record struct SummaryPoint(long Step, double Value, long Ticks);

/// <summary>
/// A summary of successive points of a series: of its finite points, the first, the lowest, the highest and the last one in step order. Of equal
/// values, the first one counts, and of points of one step the order of writing.
/// </summary>
/// <param name="Ordinal">The number of points of the series that were written before.</param>
/// <param name="Count">The number of points.</param>
/// <param name="FiniteCount">How many of them are finite. If none is, the points here have no meaning.</param>
/// <param name="FirstStep">The lowest step.</param>
/// <param name="LastStep">The highest step.</param>
/// <param name="Start">The first finite point.</param>
/// <param name="Low">The lowest finite point.</param>
/// <param name="High">The highest finite point.</param>
/// <param name="End">The last finite point.</param>
/// <param name="IsHighFirst">Whether the highest point is before the lowest one.</param>
internal readonly record struct PointSummary(
    long Ordinal, long Count, long FiniteCount, long FirstStep, long LastStep,
    SummaryPoint Start, SummaryPoint Low, SummaryPoint High, SummaryPoint End, bool IsHighFirst)
{
    /// <summary>Summarises points that are sorted by step.</summary>
    public static PointSummary Of(long ordinal, ReadOnlySpan<long> steps, ReadOnlySpan<double> values, ReadOnlySpan<long> ticks)
    {
        int start = -1, low = 0, high = 0, end = 0, finite = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double value = values[i];
            if (!double.IsFinite(value)) continue;
            if (start < 0) start = low = high = i;
            if (value < values[low]) low = i;
            if (value > values[high]) high = i;
            end = i;
            finite++;
        }

        var summary = new PointSummary(ordinal, values.Length, finite, steps[0], steps[^1], default, default, default, default, high < low);
        return finite == 0 ? summary : summary with
        {
            Start = new(steps[start], values[start], ticks[start]),
            Low = new(steps[low], values[low], ticks[low]),
            High = new(steps[high], values[high], ticks[high]),
            End = new(steps[end], values[end], ticks[end]),
        };
    }

    /// <summary>Summarises summaries, in the order of writing. Their steps may overlap.</summary>
    public static PointSummary Of(IReadOnlyList<PointSummary> parts)
    {
        PointSummary all = parts[0];
        for (int i = 1; i < parts.Count; i++) all = all.With(parts[i]);
        return all;
    }

    /// <summary>The distinct points, in step order.</summary>
    public IEnumerable<SummaryPoint> Points()
    {
        if (FiniteCount == 0) yield break;
        (SummaryPoint second, SummaryPoint third) = IsHighFirst ? (High, Low) : (Low, High);
        yield return Start;
        if (second != Start) yield return second;
        if (third != second && third != Start) yield return third;
        if (End != third && End != second && End != Start) yield return End;
    }

    private PointSummary With(PointSummary next)
    {
        PointSummary both = this with
        {
            Count = Count + next.Count,
            FiniteCount = FiniteCount + next.FiniteCount,
            FirstStep = Math.Min(FirstStep, next.FirstStep),
            LastStep = Math.Max(LastStep, next.LastStep),
        };
        if (next.FiniteCount == 0) return both;
        if (FiniteCount == 0) return both with { Start = next.Start, Low = next.Low, High = next.High, End = next.End, IsHighFirst = next.IsHighFirst };
        bool isLowNext = next.Low.Value < Low.Value || (next.Low.Value == Low.Value && next.Low.Step < Low.Step);
        bool isHighNext = next.High.Value > High.Value || (next.High.Value == High.Value && next.High.Step < High.Step);
        (SummaryPoint low, SummaryPoint high) = (isLowNext ? next.Low : Low, isHighNext ? next.High : High);
        return both with
        {
            Start = next.Start.Step < Start.Step ? next.Start : Start,
            End = next.End.Step >= End.Step ? next.End : End,
            Low = low,
            High = high,
            IsHighFirst = low.Step != high.Step ? high.Step < low.Step : isLowNext == isHighNext ? (isLowNext ? next : this).IsHighFirst : isLowNext,
        };
    }
}
