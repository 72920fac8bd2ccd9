using ExperimentTracker.Values;

namespace ExperimentTracker.Tests.Domain;

public sealed class ByteSizeTests
{
    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1023, "1023 B")]
    [InlineData(1024, "1.0 KB")]
    [InlineData(1536, "1.5 KB")]
    [InlineData(4_300_000, "4.1 MB")]
    [InlineData((1L << 20) - 1, "1.0 MB")]
    [InlineData((1L << 30) - 1, "1.0 GB")]
    [InlineData(1L << 40, "1.0 TB")]
    [InlineData(long.MaxValue, "8192.0 PB")]
    [InlineData(-2048, "-2.0 KB")]
    public void A_size_has_a_readable_unit(long bytes, string text) => Assert.Equal(text, ByteSize.Format(bytes));
}
