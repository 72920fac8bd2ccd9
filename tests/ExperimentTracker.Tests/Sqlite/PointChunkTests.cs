using ExperimentTracker.Storage.Metrics;

namespace ExperimentTracker.Tests.Sqlite;

public sealed class PointChunkTests
{
    private static readonly double NaNWithPayload = BitConverter.Int64BitsToDouble(0x7FF8_0000_0000_0001);

    [Theory]
    [InlineData(new long[] { 7 }, 0)]
    [InlineData(new long[] { 7, 7, 7 }, 0)]
    [InlineData(new long[] { 0, 5, 10 }, 0)]
    [InlineData(new long[] { 0, long.MaxValue }, 0)]
    [InlineData(new long[] { 0, 0, 255 }, 1)]
    [InlineData(new long[] { 9, 9, 9 + 256 }, 2)]
    [InlineData(new long[] { 0, 0, 65535 }, 2)]
    [InlineData(new long[] { 0, 0, 65536 }, 3)]
    [InlineData(new long[] { 1, 1, 4294967296 }, 4)]
    [InlineData(new long[] { 0, 0, 4294967296 }, 5)]
    [InlineData(new long[] { 0, 0, long.MaxValue }, 8)]
    [InlineData(new long[] { 0, 1_000_000, 2_000_200 }, 1)]
    public void Steps_use_minimal_space(long[] steps, int width)
    {
        (PointChunk chunk, _) = PointChunk.Pack(0, steps, new double[steps.Length], new long[steps.Length]);
        Assert.Equal((width, 0, 0), (chunk.Steps.Width, chunk.Times.Width, chunk.Values.Numbers.Width));
        Assert.Equal(steps, RoundTrip(steps, new double[steps.Length], new long[steps.Length]).Steps);
    }

    public static TheoryData<string, long[], int> Times() => new()
    {
        { "all the same", [5, 5, 5], 0 },
        { "at a regular distance", [.. Enumerable.Range(0, 1000).Select(i => 638_000_000_000_000_000 + (i * 123_456_789L))], 0 },
        { "descending", [.. Enumerable.Range(0, 1000).Select(i => 638_000_000_000_000_000 - (i * 7L))], 0 },
        { "almost regular", [.. Enumerable.Range(0, 1000).Select(i => 638_000_000_000_000_000 + (i * 123_456_789L) + (i * i % 200))], 1 },
        { "milliseconds", [.. Enumerable.Range(0, 1000).Select(i => 638_000_000_000_000_000 + (i * i * 37 % 60_000 * TimeSpan.TicksPerMillisecond))], 2 },
        { "seconds", [.. Enumerable.Range(0, 1000).Select(i => i * i * 37 % 200 * TimeSpan.TicksPerSecond)], 1 },
        { "the whole calendar", [.. Enumerable.Range(0, 1000).Select(i => i % 3 == 0 ? 0 : DateTime.MaxValue.Ticks - i)], 8 },
        { "a jump", [.. Enumerable.Range(0, 999).Select(i => (long)i), DateTime.MaxValue.Ticks], 8 },
    };

    [Theory]
    [MemberData(nameof(Times))]
    public void Times_use_minimal_space(string which, long[] ticks, int width)
    {
        long[] steps = [.. Enumerable.Range(0, ticks.Length).Select(i => (long)i)];
        (PointChunk chunk, _) = PointChunk.Pack(0, steps, new double[steps.Length], ticks);
        Assert.True(chunk.Times.Width == width, $"{which}: {chunk.Times.Width}");
        Assert.Equal(ticks, RoundTrip(steps, new double[steps.Length], ticks).Ticks);
    }

    public static TheoryData<string, double[], int> Values() => new()
    {
        { "constant", [.. Enumerable.Repeat(1.0 / 3, 100)], 0 },
        { "integers in order", [.. Enumerable.Range(0, 1000).Select(i => 5.0 + (3 * i))], 0 },
        { "small integers", [.. Enumerable.Range(0, 1000).Select(i => (double)(i * i % 251))], 1 },
        { "integers far from 0", [.. Enumerable.Range(0, 1000).Select(i => 1e15 + (i * i % 65521))], 2 },
        { "negative integers", [.. Enumerable.Range(0, 1000).Select(i => 7.0 - (i * i % 251))], 1 },
        { "four decimals", [.. Enumerable.Range(0, 1000).Select(i => (i * i * 7 % 10_000) / 10_000.0)], 2 },
        { "single precision of both signs", [.. Enumerable.Range(1, 1000).Select(i => (double)(float)(Math.Sin(i) * i))], 4 },
        { "single precision with NaN, infinities and -0", [double.NaN, 1 / 3f, double.PositiveInfinity, double.NegativeInfinity, -0.0, float.Epsilon, float.MaxValue], 4 },
        { "half precision", [.. Enumerable.Range(1, 1000).Select(i => (double)(Half)(Math.Sin(i) * i))], 3 },
        { "double precision of one binade", [.. Enumerable.Range(1, 1000).Select(i => 1 + (1.0 / i))], 7 },
        { "double precision of both signs", [.. Enumerable.Range(1, 1000).Select(i => Math.Sin(i) * i)], 8 },
        { "integers with -0, which are half precision too", [-0.0, 0.0, 1, 2, 3], 2 },
        { "single precision with a payload that it does not have", [NaNWithPayload, -0.5, 1], 8 },
        { "decimals with a value that is none", [.. Enumerable.Range(-500, 1000).Select(i => i / 100.0), 1 / 3.0], 8 },
        { "too large for decimals", [0.1, -1e15, 3], 8 },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void Values_use_minimal_space_and_keep_all_bits(string which, double[] values, int width)
    {
        long[] steps = [.. Enumerable.Range(0, values.Length).Select(i => (long)i)];
        (PointChunk chunk, byte[] data) = PointChunk.Pack(0, steps, values, new long[values.Length]);
        Assert.True(chunk.Values.Numbers.Width == width, $"{which}: {chunk.Values}");
        Assert.Equal(width * values.Length, data.Length);
        Assert.Equal(values.Select(BitConverter.DoubleToInt64Bits), RoundTrip(steps, values, new long[values.Length]).Values.Select(BitConverter.DoubleToInt64Bits));
    }

    [Fact]
    public void Random_points_come_back_from_every_width()
    {
        var random = new Random(3);
        for (int round = 0; round < 2000; round++)
        {
            int count = random.Next(1, 40);
            long[] steps = [.. Enumerable.Range(0, count).Select(_ => random.NextInt64() >> random.Next(63)).Order()];
            long[] ticks = [.. Enumerable.Range(0, count).Select(_ => Math.Min(random.NextInt64() >> random.Next(63), DateTime.MaxValue.Ticks))];
            int scale = random.Next(63);
            double[] values = [.. Enumerable.Range(0, count).Select(_ => (random.Next(9), random.NextInt64() >> scale) switch
            {
                (0, var number) when round % 3 == 0 => -(double)number,
                (1, var number) when round % 5 == 0 => BitConverter.Int64BitsToDouble(number),
                (2, var number) when round % 7 == 0 => (float)number,
                (_, var number) => round % 2 == 0 ? number : number / 1000.0,
            })];
            (long[] s, double[] v, long[] t) = RoundTrip(steps, values, ticks);
            Assert.Equal(steps, s);
            Assert.Equal(ticks, t);
            Assert.Equal(values.Select(BitConverter.DoubleToInt64Bits), v.Select(BitConverter.DoubleToInt64Bits));
        }
    }

    [Fact]
    public void The_bytes_are_those_that_the_schema_describes()
    {
        (PointChunk chunk, byte[] data) = PointChunk.Pack(5, [10, 11, 300], [1.25, -0.5, 1 / 3.0], [1000, 1003, 1001]);
        Assert.Equal((5, 3, 300), (chunk.Ordinal, chunk.Count, chunk.LastStep));
        Assert.Equal(new NumberColumn(10, 1, 1, 2), chunk.Steps);
        Assert.Equal(new NumberColumn(1000, 0, 1, 1), chunk.Times);
        Assert.Equal(new ValueColumn(ValueForm.Binary64, 1, NumberColumn.Raw), chunk.Values);
        Assert.Equal("0000" + "0000" + "0120" + "00" + "03" + "01" + "3FF4000000000000" + "BFE0000000000000" + "3FD5555555555555", Convert.ToHexString(data));
        (chunk, data) = PointChunk.Pack(0, [0, 1, 2], [0.25, -0.5, 7.01], [0, 0, 0]);
        Assert.Equal(new ValueColumn(ValueForm.Decimal, 100, new(-50, 0, 1, 2)), chunk.Values);
        Assert.Equal("004B" + "0000" + "02EF", Convert.ToHexString(data));
    }

    // Computed bit by bit here. The check value of CRC-32C, the checksum of "123456789", is 0xE3069283.
    [Fact]
    public void The_checksum_is_CRC32C_of_all_columns_and_the_blob_in_four_parts()
    {
        Assert.Equal(0xE3069283u, Crc32C("123456789"u8.ToArray()));
        foreach (int count in new[] { 3, 50, 1001 })
        {
            long[] steps = [.. Enumerable.Range(0, count).Select(i => 10 + (i * (long)i))];
            (PointChunk chunk, byte[] data) = PointChunk.Pack(5, steps, [.. steps.Select(s => (s % 101) / 100.0)], [.. steps.Select(s => 1000 + (s % 7))]);
            Assert.Equal((ValueForm.Decimal, 100, 1), (chunk.Values.Form, chunk.Values.Divisor, chunk.Values.Numbers.Width));
            NumberColumn times = chunk.Times, values = chunk.Values.Numbers;
            long[] row =
            [
                5, count, steps[^1], 10, chunk.Steps.Stride, chunk.Steps.Width, times.First, times.Stride, times.Unit, times.Width,
                2, 100, values.First, values.Stride, values.Unit, values.Width,
            ];
            int part = data.Length / 32 * 8;
            byte[] parts = [.. Enumerable.Range(0, 4).SelectMany(i => BitConverter.GetBytes(Crc32C(data[(i * part)..((i + 1) * part)])))];
            Assert.Equal(Crc32C([.. row.SelectMany(BitConverter.GetBytes), .. parts, .. data[(4 * part)..]]), chunk.Checksum);
        }
    }

    [Fact]
    public void A_change_of_any_bit_is_found()
    {
        long[] steps = [.. Enumerable.Range(0, 100).Select(i => (long)i * i)];
        (PointChunk chunk, byte[] data) = PointChunk.Pack(5, steps, [.. steps.Select(s => s / 100.0)], steps);
        Assert.True(chunk.IsIntact(data));
        for (int bit = 0; bit < data.Length * 8; bit++)
        {
            byte[] changed = [.. data];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(chunk.IsIntact(changed));
        }

        Assert.False((chunk with { Ordinal = 6 }).IsIntact(data));
        Assert.False((chunk with { Values = chunk.Values with { Divisor = 10 } }).IsIntact(data));
        Assert.True((chunk with { Checksum = null }).IsIntact([]));
    }

    [Fact]
    public void A_blob_of_the_wrong_length_or_with_impossible_columns_does_not_fit()
    {
        (PointChunk chunk, byte[] data) = PointChunk.Pack(0, [1, 2, 4], [1.5, 1 / 3.0, -3], [1, 1, 1]);
        Assert.True(chunk.Fits(data));
        Assert.False(chunk.Fits(data.AsSpan(1)));
        Assert.False((chunk with { Count = 0 }).Fits([]));
        Assert.False((chunk with { Times = chunk.Times with { Unit = 0 } }).Fits(data));
        Assert.False((chunk with { Values = chunk.Values with { Divisor = 0 } }).Fits(data));
        Assert.False((chunk with { Values = chunk.Values with { Form = (ValueForm)3 } }).Fits(data));
        Assert.False((chunk with { Steps = chunk.Steps with { Width = -1 }, Times = chunk.Times with { Width = 2 } }).Fits(data));
    }

    private static uint Crc32C(byte[] bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes)
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0x82F63B78 : crc >> 1;
        }

        return ~crc;
    }

    private static (long[] Steps, double[] Values, long[] Ticks) RoundTrip(long[] steps, double[] values, long[] ticks)
    {
        (PointChunk chunk, byte[] data) = PointChunk.Pack(0, steps, values, ticks);
        (long[] s, double[] v, long[] t) = (new long[steps.Length], new double[steps.Length], new long[steps.Length]);
        Assert.True(chunk.Fits(data) && chunk.TryUnpack(data, s, v, t));
        return (s, v, t);
    }
}
