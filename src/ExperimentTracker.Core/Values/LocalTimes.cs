namespace ExperimentTracker.Values;

/// <summary>
/// Converts many timestamps to local time as <see cref="UtcTicks.ToLocal"/> does. A time zone lookup costs more than creating the result, so
/// timestamps of one quarter of an hour share a lookup, unless the offset changes within that quarter.
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

    /// <summary>Converts a timestamp to local time.</summary>
    /// <param name="ticks">UTC ticks of 100 ns.</param>
    public DateTime Of(long ticks)
    {
        long quarter = ticks / Quarter;
        if (quarter != current)
        {
            // For a single point in a quarter, computing the offset of the whole quarter does not pay off.
            (current, isKnown) = (quarter, false);
            return UtcTicks.ToLocal(ticks);
        }

        if (!isKnown) Know();
        return isSteady ? begin.AddTicks(ticks - (quarter * Quarter)) : UtcTicks.ToLocal(ticks);
    }

    // The offset is constant when the last tick is as far from the first in local time as in UTC, and converting back gives the same time, which is
    // false when the clocks are set back.
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
