using System.Buffers.Binary;
using System.Numerics;

namespace ExperimentTracker.Storage.Metrics;

/// <summary>
/// A column of integers in a chunk: the i-th is <c>first + i · stride + unit · offset</c>. The offsets are unsigned big-endian numbers of 0 to 8
/// bytes; with width 0 there are none, and they are 0. SQL can decode this for each i without the numbers before it.
/// </summary>
internal readonly record struct NumberColumn(long First, long Stride, long Unit, int Width)
{
    /// <summary>The column that stores 64 bits as they are.</summary>
    public static readonly NumberColumn Raw = new(0, 0, 1, sizeof(ulong));

    /// <summary>Whether the members can be those of a column.</summary>
    public bool IsValid => Width is >= 0 and <= sizeof(ulong) && Unit > 0;

    /// <summary>
    /// The narrowest column for numbers that are <c>first + i · stride</c> and a multiple of the unit. The products must not overflow.
    /// </summary>
    public static NumberColumn For(ReadOnlySpan<long> numbers, long stride, long unit)
    {
        long lowest = long.MaxValue, highest = long.MinValue;
        for (int i = 0; i < numbers.Length; i++)
        {
            long rest = numbers[i] - (i * stride);
            (lowest, highest) = (Math.Min(lowest, rest), Math.Max(highest, rest));
        }

        // SQL calculates with signed numbers of 64 bits.
        ulong range = (ulong)highest - (ulong)lowest;
        return range > long.MaxValue ? Raw : new(lowest, stride, range == 0 ? 1 : unit, WidthOf(range / (ulong)unit));
    }

    /// <summary>The narrower one of the columns without and with a slope, which is that from the first to the last number.</summary>
    public static NumberColumn ForLine(ReadOnlySpan<long> numbers, long unit)
    {
        NumberColumn flat = For(numbers, 0, unit);
        if (flat.Width == 0) return flat;
        NumberColumn line = For(numbers, (numbers[^1] - numbers[0]) / (numbers.Length - 1) / unit * unit, unit);
        return line.Width < flat.Width ? line : flat;
    }

    /// <summary>Writes the offsets.</summary>
    public void Write(Span<byte> column, ReadOnlySpan<long> numbers)
    {
        if (Width == 0) return;
        column = column[..(numbers.Length * Width)];
        bool isShift = BitOperations.IsPow2(Unit);
        (int unitShift, int byteShift, int whole) = (BitOperations.TrailingZeroCount(Unit), 8 * (sizeof(ulong) - Width), WholeIn(column.Length));
        long start = First;
        for (int i = 0; i < numbers.Length; i++, start += Stride)
        {
            ulong rest = (ulong)(numbers[i] - start);
            ulong offset = isShift ? rest >> unitShift : rest / (ulong)Unit;
            Span<byte> cell = column[(i * Width)..];

            // Eight bytes at once: those after the offset are overwritten by the next ones.
            if (i < whole) BinaryPrimitives.WriteUInt64BigEndian(cell, offset << byteShift);
            else for (int place = Width - 1; place >= 0; place--, offset >>= 8) cell[place] = (byte)offset;
        }
    }

    /// <summary>Reads the numbers.</summary>
    public void Read(ReadOnlySpan<byte> column, Span<long> numbers)
    {
        long start = First;
        if (Width == 0)
        {
            for (int i = 0; i < numbers.Length; i++, start += Stride) numbers[i] = start;
            return;
        }

        column = column[..(numbers.Length * Width)];
        (long stride, long unit, int width) = (Stride, Unit, Width);
        (int shift, int whole) = (8 * (sizeof(ulong) - width), WholeIn(column.Length));
        ReadOnlySpan<byte> rest = column;
        foreach (ref long number in numbers[..whole])
        {
            number = start + (unit * (long)(BinaryPrimitives.ReadUInt64BigEndian(rest) >> shift));
            start += stride;
            rest = rest[width..];
        }

        for (int i = whole; i < numbers.Length; i++, start += Stride)
        {
            long offset = 0;
            foreach (byte part in column.Slice(i * Width, Width)) offset = (offset << 8) | part;
            numbers[i] = start + (Unit * offset);
        }
    }

    // The number of offsets that are at the begin of eight bytes of the column.
    private int WholeIn(int length) => length < sizeof(ulong) ? 0 : ((length - sizeof(ulong)) / Width) + 1;

    private static int WidthOf(ulong largest) => (64 - BitOperations.LeadingZeroCount(largest) + 7) / 8;
}
