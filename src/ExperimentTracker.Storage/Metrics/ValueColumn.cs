using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;

namespace ExperimentTracker.Storage.Metrics;

/// <summary>A column of doubles in a chunk, as integers that give back each value exact to the bit.</summary>
/// <param name="Form">What the integers are.</param>
/// <param name="Divisor">The power of ten of <see cref="ValueForm.Decimal"/>; otherwise 1.</param>
/// <param name="Numbers">The column of the integers.</param>
internal readonly record struct ValueColumn(ValueForm Form, long Divisor, NumberColumn Numbers)
{
    // Up to this power of ten, and up to 2⁵³, integers are doubles, so that one division rounds to the nearest double.
    private const int MostDigits = 15;
    private const double MostDecimal = 1L << 53;

    // Exact: Math.Pow need not be.
    private static readonly double[] Powers = [.. Enumerable.Range(0, MostDigits + 1).Select(digits => (double)long.Parse("1" + new string('0', digits), CultureInfo.InvariantCulture))];

    /// <summary>Whether the members can be those of a column.</summary>
    public bool IsValid => Form is >= ValueForm.Binary64 and <= ValueForm.Decimal && Divisor > 0 && Numbers.IsValid;

    /// <summary>Chooses the narrowest column, and of equal ones the one that takes the least time to read.</summary>
    /// <param name="values">The values.</param>
    /// <param name="numbers">Receives the integers.</param>
    public static ValueColumn For(ReadOnlySpan<double> values, Span<long> numbers)
    {
        MemoryMarshal.Cast<double, long>(values).CopyTo(numbers);
        var best = new ValueColumn(ValueForm.Binary64, 1, NumberColumn.For(numbers, 0, CommonPowerOfTwo(numbers)));
        Span<long> others = stackalloc long[values.Length];
        if (best.Numbers.Width > 0 && TryBinary32(values, others))
        {
            Improve(ref best, new(ValueForm.Binary32, 1, NumberColumn.For(others, 0, CommonPowerOfTwo(others))), numbers, others);
        }

        if (best.Numbers.Width > 0 && TryDecimal(values, others) is { } divisor)
        {
            Improve(ref best, new(ValueForm.Decimal, divisor, NumberColumn.ForLine(others, 1)), numbers, others);
        }

        return best;
    }

    /// <summary>Reads the values.</summary>
    public void Read(ReadOnlySpan<byte> column, Span<double> values)
    {
        // The integers are read into the memory of the values, and then converted one after the other.
        Span<long> numbers = MemoryMarshal.Cast<double, long>(values);
        if (Numbers == NumberColumn.Raw && BitConverter.IsLittleEndian) BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, long>(column), numbers);
        else Numbers.Read(column, numbers);
        if (Form == ValueForm.Binary32)
        {
            for (int i = 0; i < numbers.Length; i++) values[i] = BitConverter.Int32BitsToSingle((int)numbers[i]);
        }
        else if (Form == ValueForm.Decimal)
        {
            double divisor = Divisor;
            for (int i = 0; i < numbers.Length; i++) values[i] = numbers[i] / divisor;
        }
    }

    private static void Improve(ref ValueColumn best, ValueColumn other, Span<long> numbers, ReadOnlySpan<long> others)
    {
        if (other.Numbers.Width >= best.Numbers.Width) return;
        best = other;
        others.CopyTo(numbers);
    }

    private static long CommonPowerOfTwo(ReadOnlySpan<long> numbers)
    {
        long differences = 0;
        foreach (long number in numbers) differences |= number ^ numbers[0];
        return 1L << Math.Min(BitOperations.TrailingZeroCount(differences), 62);
    }

    // NaN with a payload that binary32 does not have, or that a conversion changes, has other bits afterwards.
    private static bool TryBinary32(ReadOnlySpan<double> values, Span<long> bits)
    {
        for (int i = 0; i < values.Length; i++)
        {
            float narrow = (float)values[i];
            if (!IsSame(narrow, values[i])) return false;
            bits[i] = BitConverter.SingleToUInt32Bits(narrow);
        }

        return true;
    }

    private static long? TryDecimal(ReadOnlySpan<double> values, Span<long> numbers)
    {
        int digits = 0;
        foreach (double value in values)
        {
            while (!TryDecimal(value, Powers[digits], out _))
            {
                if (++digits > MostDigits) return null;
            }
        }

        for (int i = 0; i < values.Length; i++)
        {
            if (!TryDecimal(values[i], Powers[digits], out numbers[i])) return null;
        }

        return (long)Powers[digits];
    }

    private static bool TryDecimal(double value, double power, out long number)
    {
        double product = Math.Round(value * power);
        number = 0;
        if (!(Math.Abs(product) <= MostDecimal)) return false;
        number = (long)product;
        return IsSame(number / power, value);
    }

    private static bool IsSame(double one, double other) => BitConverter.DoubleToInt64Bits(one) == BitConverter.DoubleToInt64Bits(other);
}
