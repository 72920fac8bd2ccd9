using ExperimentTracker.Storage.Blobs;

namespace ExperimentTracker.Tests.Artifacts;

/// <summary>Samples differ when contents differ at the start, at the end, or at one of the sampled offsets. Samples of small contents always differ.</summary>
public sealed class ContentSampleTests
{
    private const int Large = 1_000_000;
    private const int Place = 4096;

    [Theory]
    [InlineData(1, 0)]
    [InlineData(Place + 1, Place)]
    [InlineData(16 * Place, 0)]
    [InlineData(16 * Place, 40_000)]
    [InlineData(16 * Place, (16 * Place) - 1)]
    [InlineData(Large, 0)]
    [InlineData(Large, Place - 1)]
    [InlineData(Large, (Large - Place) / 15)]
    [InlineData(Large, (int)((Large - Place) * 8L / 15))]
    [InlineData(Large, Large - Place)]
    [InlineData(Large, Large - 1)]
    public void A_byte_that_differs_is_detected(int size, int at)
    {
        byte[] bytes = new byte[size];
        long before = Sample(bytes);
        bytes[at] = 1;
        Assert.NotEqual(before, Sample(bytes));
    }

    [Fact]
    public void Sixteen_samples_of_4_KiB_of_a_large_blob_are_read()
    {
        using var counted = new Counted(new byte[Large]);
        ContentHash.Sample(counted);
        Assert.Equal(16 * Place, counted.Bytes);
    }

    private static long Sample(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return ContentHash.Sample(stream);
    }

    private sealed class Counted(byte[] bytes) : MemoryStream(bytes)
    {
        public int Bytes { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            int read = base.Read(buffer);
            Bytes += read;
            return read;
        }
    }
}
