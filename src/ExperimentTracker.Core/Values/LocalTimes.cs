namespace ExperimentTracker.Values;

/// <summary>
/// Converts many moments to local time as <see cref="UtcTicks.ToLocal"/> does. Asking the time zone costs more than making the object that holds the
/// answer, so moments of one quarter of an hour share it, unless the clocks change in that quarter.
/// </summary>
internal struct LocalTimes
{
    private const long Quarter = 15 * TimeSpan.TicksPerMinute;

    private long current = -1;
    private bool isKnown;
    private bool isSteady;
    private DateTime begin;

    public LocalTimes()
    {
    }

    /// <summary>The moment in local time.</summary>
    /// <param name="ticks">The moment, as UTC ticks of 100 ns.</param>
    public DateTime Of(long ticks)
    {
        long quarter = ticks / Quarter;
        if (quarter != current)
        {
            // A point that is alone in its quarter is not worth looking at the quarter.
            (current, isKnown) = (quarter, false);
            return UtcTicks.ToLocal(ticks);
        }

        if (!isKnown) Know();
        return isSteady ? begin.AddTicks(ticks - (quarter * Quarter)) : UtcTicks.ToLocal(ticks);
    }

    // Whether the last moment is as far from the first as it is in UTC, and of the same pass when clocks go through an hour twice, which shows on the way back.
    private void Know()
    {
        const long last = Quarter - 1;
        long first = current * Quarter;
        begin = UtcTicks.ToLocal(first);
        DateTime end = UtcTicks.ToLocal(first + last);
        isSteady = end.Ticks - begin.Ticks == last && begin.AddTicks(last).ToUniversalTime().Ticks == first + last;
        isKnown = true;
    }
}
