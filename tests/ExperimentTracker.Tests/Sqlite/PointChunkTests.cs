using ExperimentTracker.Storage.Metrics;

namespace ExperimentTracker.Tests.Sqlite;

public sealed class PointChunkTests
{
    [Theory]
    [InlineData(new long[] { 7 }, 0)]
    [InlineData(new long[] { 7, 7, 7 }, 0)]
    [InlineData(new long[] { 0, 5, 10 }, 0)]
    [InlineData(new long[] { 0, long.MaxValue }, 0)]
    [InlineData(new long[] { 0, 0, 255 }, 1)]
    [InlineData(new long[] { 9, 9, 9 + 256 }, 2)]
    [InlineData(new long[] { 0, 0, 65535 }, 2)]
    [InlineData(new long[] { 0, 0, 65536 }, 4)]
    [InlineData(new long[] { 1, 1, 4294967296 }, 4)]
    [InlineData(new long[] { 0, 0, 4294967296 }, 8)]
    [InlineData(new long[] { 0, 0, long.MaxValue }, 8)]
    public void A_column_uses_minimal_space_and_round_trips(long[] steps, int width)
    {
        double[] values = [.. steps.Select((_, i) => i * 0.5)];
        long[] ticks = [.. Enumerable.Reverse(steps)];
        PointChunk chunk = PointChunk.Pack(steps, values, ticks);
        Assert.Equal(width, chunk.StepWidth);
        Assert.Equal(steps.Length * (chunk.StepWidth + chunk.TimeWidth + 8), chunk.Data.Length);
        (long[] s, double[] v, long[] t) = (new long[steps.Length], new double[steps.Length], new long[steps.Length]);
        chunk.Unpack(s, v, t);
        Assert.Equal(steps, s);
        Assert.Equal(values, v);
        Assert.Equal(ticks, t);
    }

    [Fact]
    public void The_bytes_are_those_that_the_schema_describes()
    {
        PointChunk chunk = PointChunk.Pack([10, 11, 300], [1.0, -0.0, double.NaN], [1000, 1002, 1001]);
        Assert.Equal((3, 10, 300, 2, 0, 1000, 1), (chunk.Count, chunk.FirstStep, chunk.LastStep, chunk.StepWidth, chunk.StepStride, chunk.FirstAt, chunk.TimeWidth));
        Assert.Equal("0000" + "0001" + "0122" + "00" + "02" + "01" + "3FF0000000000000" + "8000000000000000", Convert.ToHexString(chunk.Data)[..50]);
    }

    [Fact]
    public void A_blob_of_the_wrong_length_is_not_read_as_points()
    {
        PointChunk chunk = PointChunk.Pack([1, 2, 4], [1, 2, 3], [1, 1, 1]);
        PointChunk cut = chunk with { Data = chunk.Data[..^1] };
        Assert.Throws<InvalidDataException>(() => cut.Unpack(new long[3], new double[3], new long[3]));
    }
}
