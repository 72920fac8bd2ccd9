namespace ExperimentTracker.Storage.Metrics;

/// <summary>Up to 1,024 points, sorted by step, in one blob; the layout is described at <c>metric_chunks</c> in the schema.</summary>
/// <param name="Count">The number of points.</param>
/// <param name="LastStep">The last step; the first one is that of <paramref name="Steps"/>.</param>
/// <param name="Steps">The column of steps. Its unit is 1.</param>
/// <param name="Times">The column of times, in UTC ticks.</param>
/// <param name="Values">The column of values.</param>
internal readonly record struct PointChunk(int Count, long LastStep, NumberColumn Steps, NumberColumn Times, ValueColumn Values)
{
    /// <summary>The maximum number of points in a chunk.</summary>
    public const int Capacity = 1024;

    // Resolutions of the clocks that times come from: seconds, milliseconds, microseconds.
    private static readonly long[] Resolutions = [TimeSpan.TicksPerSecond, TimeSpan.TicksPerMillisecond, TimeSpan.TicksPerMicrosecond];

    /// <summary>The number of points of the series that are in previous chunks.</summary>
    public long Ordinal { get; init; }

    /// <summary>The checksum of the row; <see langword="null"/> in chunks of schema 4 and before.</summary>
    public long? Checksum { get; init; }

    /// <summary>Packs points that are sorted by step.</summary>
    /// <returns>The chunk and its blob.</returns>
    public static (PointChunk Chunk, byte[] Data) Pack(long ordinal, ReadOnlySpan<long> steps, ReadOnlySpan<double> values, ReadOnlySpan<long> ticks)
    {
        int count = steps.Length;
        Span<long> numbers = stackalloc long[count];
        var chunk = new PointChunk(
            count, steps[^1], NumberColumn.For(steps, SmallestDistance(steps), 1), NumberColumn.ForLine(ticks, Resolution(ticks)), ValueColumn.For(values, numbers))
        {
            Ordinal = ordinal,
        };
        byte[] data = new byte[chunk.Length];
        chunk.Steps.Write(data, steps);
        chunk.Times.Write(data.AsSpan(count * chunk.Steps.Width), ticks);
        chunk.Values.Numbers.Write(data.AsSpan(count * (chunk.Steps.Width + chunk.Times.Width)), numbers);
        return (chunk with { Checksum = chunk.ChecksumWith(data) }, data);
    }

    /// <summary>Whether a blob has the length that the columns need.</summary>
    public bool Fits(ReadOnlySpan<byte> data) =>
        Count is > 0 and <= Capacity && Steps.IsValid && Times.IsValid && Values.IsValid && data.Length == Length;

    /// <summary>Whether the row has no checksum, or that of its columns and its blob.</summary>
    public bool IsIntact(ReadOnlySpan<byte> data) => Checksum is null || Checksum == ChecksumWith(data);

    /// <summary>Unpacks points from a blob that <see cref="Fits"/> into columns of their number.</summary>
    /// <returns>Whether all times are valid.</returns>
    public bool TryUnpack(ReadOnlySpan<byte> data, Span<long> steps, Span<double> values, Span<long> ticks)
    {
        (int times, int numbers) = (Count * Steps.Width, Count * (Steps.Width + Times.Width));
        Steps.Read(data[..times], steps);
        Times.Read(data[times..numbers], ticks);
        Values.Read(data[numbers..], values);
        return !ticks.ContainsAnyExceptInRange(0, DateTime.MaxValue.Ticks);
    }

    /// <summary>The checksum of the row: see <see cref="RowChecksum"/>.</summary>
    public uint ChecksumWith(ReadOnlySpan<byte> data) => RowChecksum.Of(
        [
            Ordinal, Count, LastStep, Steps.First, Steps.Stride, Steps.Width, Times.First, Times.Stride, Times.Unit, Times.Width,
            (long)Values.Form, Values.Divisor, Values.Numbers.First, Values.Numbers.Stride, Values.Numbers.Unit, Values.Numbers.Width,
        ],
        data);

    /// <summary>The number of bytes that a point has in the blob.</summary>
    public int BytesPerPoint => Steps.Width + Times.Width + Values.Numbers.Width;

    private int Length => Count * BytesPerPoint;

    private static long SmallestDistance(ReadOnlySpan<long> steps)
    {
        long smallest = steps.Length > 1 ? steps[1] - steps[0] : 0;
        for (int i = 2; i < steps.Length; i++) smallest = Math.Min(smallest, steps[i] - steps[i - 1]);
        return smallest;
    }

    private static long Resolution(ReadOnlySpan<long> ticks)
    {
        foreach (long resolution in Resolutions)
        {
            int i = 0;
            while (i < ticks.Length && (ticks[i] - ticks[0]) % resolution == 0) i++;
            if (i == ticks.Length) return resolution;
        }

        return 1;
    }
}
