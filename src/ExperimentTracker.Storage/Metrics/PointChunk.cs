using System.Buffers.Binary;
using System.Runtime.InteropServices;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Metrics;

/// <summary>Up to 1,024 points in one blob; the layout is described at <c>metric_chunks</c> in the schema.</summary>
internal readonly record struct PointChunk(
    int Count, long FirstStep, long LastStep, int StepWidth, long StepStride, long FirstAt, int TimeWidth, byte[] Data)
{
    /// <summary>The maximum number of points in a chunk.</summary>
    public const int Capacity = 1024;

    private const int ValueWidth = 8;

    /// <summary>Creates a chunk from the first seven columns of its row, in the order of the members here; its bytes stay in the eighth.</summary>
    public static PointChunk Read(Statement row) =>
        new((int)row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), (int)row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), (int)row.GetInt64(6), []);

    /// <summary>Whether the blob has the length that its columns need.</summary>
    public bool IsWellFormed => Fits(Data.Length);

    /// <summary>Packs points that are sorted by step.</summary>
    public static PointChunk Pack(ReadOnlySpan<long> steps, ReadOnlySpan<double> values, ReadOnlySpan<long> ticks)
    {
        long firstStep = steps[0];
        long stride = steps.Length > 1 ? steps[1] - steps[0] : 0;
        int stepWidth = IsRegular(steps, stride) ? 0 : WidthOf((ulong)(steps[^1] - firstStep));
        (long firstAt, long lastAt) = Range(ticks);
        int timeWidth = firstAt == lastAt ? 0 : WidthOf((ulong)(lastAt - firstAt));
        byte[] data = new byte[steps.Length * (stepWidth + timeWidth + ValueWidth)];
        WriteColumn(data, steps, firstStep, stepWidth);
        WriteColumn(data.AsSpan(steps.Length * stepWidth), ticks, firstAt, timeWidth);
        Span<byte> column = data.AsSpan(steps.Length * (stepWidth + timeWidth));
        for (int i = 0; i < values.Length; i++) BinaryPrimitives.WriteDoubleBigEndian(column[(i * ValueWidth)..], values[i]);
        return new(steps.Length, firstStep, steps[^1], stepWidth, stepWidth == 0 ? stride : 0, firstAt, timeWidth, data);
    }

    /// <summary>Unpacks the points into the given columns.</summary>
    /// <exception cref="InvalidDataException">The blob is not as long as its columns.</exception>
    public void Unpack(Span<long> steps, Span<double> values, Span<long> ticks) => Unpack(Data, steps, values, ticks);

    /// <summary>Unpacks points from the given bytes into the given columns.</summary>
    /// <exception cref="InvalidDataException">There are fewer or more bytes than the columns need.</exception>
    public void Unpack(ReadOnlySpan<byte> data, Span<long> steps, Span<double> values, Span<long> ticks)
    {
        if (!Fits(data.Length)) throw new InvalidDataException("a chunk of points has the wrong length");
        if (StepWidth == 0)
        {
            for (int i = 0; i < Count; i++) steps[i] = FirstStep + (i * StepStride);
        }
        else
        {
            ReadColumn(data, steps[..Count], FirstStep, StepWidth);
        }

        if (TimeWidth == 0) ticks[..Count].Fill(FirstAt);
        else ReadColumn(data[(Count * StepWidth)..], ticks[..Count], FirstAt, TimeWidth);
        ReadOnlySpan<long> bits = MemoryMarshal.Cast<byte, long>(data[(Count * (StepWidth + TimeWidth))..]);
        if (BitConverter.IsLittleEndian) BinaryPrimitives.ReverseEndianness(bits, MemoryMarshal.Cast<double, long>(values[..Count]));
        else bits.CopyTo(MemoryMarshal.Cast<double, long>(values));
    }

    private bool Fits(int length) => Count is > 0 and <= Capacity && StepWidth is 0 or 1 or 2 or 4 or 8 && TimeWidth is 0 or 1 or 2 or 4 or 8
        && length == Count * (StepWidth + TimeWidth + ValueWidth);

    /// <summary>Whether its times are valid. Narrow offsets can only exceed the calendar at its very end.</summary>
    public bool AreTimes(ReadOnlySpan<long> ticks) =>
        FirstAt >= 0 && FirstAt <= DateTime.MaxValue.Ticks &&
        (TimeWidth == 0 || (TimeWidth < 8 && FirstAt <= DateTime.MaxValue.Ticks - uint.MaxValue) || ticks.IndexOfAnyExceptInRange(0, DateTime.MaxValue.Ticks) < 0);

    private static bool IsRegular(ReadOnlySpan<long> steps, long stride)
    {
        for (int i = 2; i < steps.Length; i++)
        {
            if (steps[i] - steps[i - 1] != stride) return false;
        }

        return true;
    }

    private static (long Min, long Max) Range(ReadOnlySpan<long> values)
    {
        (long min, long max) = (values[0], values[0]);
        foreach (long value in values) (min, max) = (Math.Min(min, value), Math.Max(max, value));
        return (min, max);
    }

    private static int WidthOf(ulong largest) => largest switch
    {
        <= byte.MaxValue => 1,
        <= ushort.MaxValue => 2,
        <= uint.MaxValue => 4,
        _ => 8,
    };

    private static void WriteColumn(Span<byte> column, ReadOnlySpan<long> values, long origin, int width)
    {
        for (int i = 0; i < values.Length && width > 0; i++)
        {
            ulong offset = (ulong)(values[i] - origin);
            Span<byte> cell = column.Slice(i * width, width);
            switch (width)
            {
                case 1: cell[0] = (byte)offset; break;
                case 2: BinaryPrimitives.WriteUInt16BigEndian(cell, (ushort)offset); break;
                case 4: BinaryPrimitives.WriteUInt32BigEndian(cell, (uint)offset); break;
                default: BinaryPrimitives.WriteUInt64BigEndian(cell, offset); break;
            }
        }
    }

    private static void ReadColumn(ReadOnlySpan<byte> column, Span<long> values, long origin, int width)
    {
        for (int i = 0; i < values.Length; i++)
        {
            ReadOnlySpan<byte> cell = column.Slice(i * width, width);
            ulong offset = width switch
            {
                1 => cell[0],
                2 => BinaryPrimitives.ReadUInt16BigEndian(cell),
                4 => BinaryPrimitives.ReadUInt32BigEndian(cell),
                _ => BinaryPrimitives.ReadUInt64BigEndian(cell),
            };
            values[i] = origin + (long)offset;
        }
    }
}
