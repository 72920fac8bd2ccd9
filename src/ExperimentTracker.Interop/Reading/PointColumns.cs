using ExperimentTracker.Transfer;

namespace ExperimentTracker.Interop.Reading;

/// <summary>The points of one series while they are read: columns that grow, 24 bytes a point.</summary>
internal sealed class PointColumns
{
    private const int FirstCapacity = 16;

    private long[] steps = new long[FirstCapacity];
    private long[] ticks = new long[FirstCapacity];
    private double[] values = new double[FirstCapacity];
    private int count;
    private bool isSorted = true;

    /// <summary>The step of a point without one: the highest step plus one, or 0.</summary>
    public long NextStep { get; private set; }

    /// <summary>Adds a point.</summary>
    /// <param name="step">The step, at least 0.</param>
    /// <param name="value">The value.</param>
    /// <param name="at">The time in UTC ticks.</param>
    public void Add(long step, double value, long at)
    {
        if (count == steps.Length)
        {
            int capacity = count * 2;
            Array.Resize(ref steps, capacity);
            Array.Resize(ref ticks, capacity);
            Array.Resize(ref values, capacity);
        }

        isSorted &= count == 0 || steps[count - 1] <= step;
        (steps[count], values[count], ticks[count]) = (step, value, at);
        count++;
        if (step >= NextStep) NextStep = step == long.MaxValue ? step : step + 1;
    }

    /// <summary>The points in step order; those of the same step in the order they were added.</summary>
    public TransferPoints ToPoints()
    {
        if (isSorted) return TransferPoints.Create(steps[..count], values[..count], ticks[..count]);
        int[] order = [.. Enumerable.Range(0, count).OrderBy(i => steps[i])];
        return TransferPoints.Create(
            Array.ConvertAll(order, i => steps[i]), Array.ConvertAll(order, i => values[i]), Array.ConvertAll(order, i => ticks[i]));
    }
}
