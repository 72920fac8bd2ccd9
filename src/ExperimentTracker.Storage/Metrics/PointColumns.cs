using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Metrics;

/// <summary>Points as three growing columns.</summary>
/// <param name="expected">The expected number of points. It may come from a damaged row, so it is only used up to a limit.</param>
internal sealed class PointColumns(int expected)
{
    // Three columns of 8 MB each; they are doubled from there if there really are more points.
    private const int MostAtFirst = 1 << 20;

    private long[] steps = new long[Math.Clamp(expected, 0, MostAtFirst)];
    private double[] values = new double[Math.Clamp(expected, 0, MostAtFirst)];
    private long[] ticks = new long[Math.Clamp(expected, 0, MostAtFirst)];

    public int Count { get; private set; }

    public Span<long> Steps => steps.AsSpan(0, Count);

    public Span<double> Values => values.AsSpan(0, Count);

    public Span<long> Ticks => ticks.AsSpan(0, Count);

    public void Clear() => Count = 0;

    public void Add(long step, double value, long at)
    {
        Grow(Count + 1);
        (steps[Count], values[Count], ticks[Count]) = (step, value, at);
        Count++;
    }

    /// <summary>Adds the points of the chunk in the current row.</summary>
    /// <exception cref="InvalidDataException">The chunk is damaged.</exception>
    public void AddChunk(Statement row)
    {
        PointChunk chunk = ChunkColumns.Read(row);
        ReadOnlySpan<byte> data = ChunkColumns.Data(row);
        if (!chunk.Fits(data)) throw new InvalidDataException("a chunk of points has the wrong length");
        if (!chunk.IsIntact(data)) throw new InvalidDataException("a chunk of points does not match its checksum");
        (int from, int count) = (Count, chunk.Count);
        Grow(from + count);
        bool hasTimes = chunk.TryUnpack(data, steps.AsSpan(from, count), values.AsSpan(from, count), ticks.AsSpan(from, count));
        if (!hasTimes) throw new InvalidDataException("a chunk of points has times that are not valid");
        Count += chunk.Count;
    }

    /// <summary>Sorts by step; points of the same step keep their order.</summary>
    public void SortByStep()
    {
        if (IsSorted()) return;
        int[] order = [.. Enumerable.Range(0, Count).OrderBy(i => steps[i])];
        (long[] s, double[] v, long[] t) = (steps, values, ticks);
        steps = Array.ConvertAll(order, i => s[i]);
        values = Array.ConvertAll(order, i => v[i]);
        ticks = Array.ConvertAll(order, i => t[i]);
    }

    /// <summary>Returns the columns of the points in a range of steps; they must be sorted.</summary>
    public (long[] Steps, double[] Values, long[] Ticks) Between(long firstStep, long lastStep)
    {
        if (Count == steps.Length && (Count == 0 || (steps[0] >= firstStep && steps[^1] <= lastStep))) return (steps, values, ticks);
        int from = 0;
        while (from < Count && steps[from] < firstStep) from++;
        int to = Count;
        while (to > from && steps[to - 1] > lastStep) to--;
        return (steps[from..to], values[from..to], ticks[from..to]);
    }

    private bool IsSorted()
    {
        for (int i = 1; i < Count; i++)
        {
            if (steps[i] < steps[i - 1]) return false;
        }

        return true;
    }

    private void Grow(int needed)
    {
        if (needed <= steps.Length) return;
        int capacity = Math.Max(needed, steps.Length * 2);
        Array.Resize(ref steps, capacity);
        Array.Resize(ref values, capacity);
        Array.Resize(ref ticks, capacity);
    }
}
