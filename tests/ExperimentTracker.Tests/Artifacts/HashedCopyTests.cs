using System.Security.Cryptography;
using ExperimentTracker.Rules;
using ExperimentTracker.Storage.Blobs;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Tests.Artifacts;

/// <summary>
/// Copies of bytes into the store: they bypass the page cache where that is possible, and are complete whatever the size of pieces and blocks.
/// </summary>
public sealed class HashedCopyTests : IDisposable
{
    private const int Block = AlignedBuffer.Alignment;
    private const int Piece = (1 << 22) - Block;

    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Block - 1)]
    [InlineData(Block)]
    [InlineData(Block + 1)]
    [InlineData(Piece - 1)]
    [InlineData(Piece)]
    [InlineData(Piece + 1)]
    [InlineData((2 * Piece) + Block)]
    [InlineData((3 * Piece) + (2 * Block) + 777)]
    public void Content_of_every_size_is_complete(int size)
    {
        byte[] bytes = RandomNumberGenerator.GetBytes(size);
        using var whole = new MemoryStream(bytes);
        CheckCopy(bytes, whole);
        using var trickle = new Trickle(bytes);
        CheckCopy(bytes, trickle);
    }

    [Fact]
    public void A_file_that_grows_while_it_is_read_is_copied_with_its_new_end()
    {
        byte[] bytes = RandomNumberGenerator.GetBytes(Piece + Block + 10);
        using var growing = new Trickle(bytes) { StopOnceAt = Piece + 5 };
        CheckCopy(bytes, growing);
    }

    [Fact]
    public void What_cannot_be_written_past_the_cache_is_written_through_it()
    {
        byte[] bytes = RandomNumberGenerator.GetBytes((2 * Block) + 3);
        string path = folder.Sub("misplaced");
        using (FileStream file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            // The second piece does not start at a multiple of the block size, neither in memory nor in the file.
            var writer = new UncachedWriter(file);
            writer.Write(bytes.AsSpan(0, 3));
            writer.Write(bytes.AsSpan(3));
            Assert.Equal(bytes.Length, writer.Written);
        }

        Assert.Equal(bytes, File.ReadAllBytes(path));
    }

    [NeedsPathFact("/dev/full")]
    public void A_full_disk_is_called_full()
    {
        using FileStream full = new("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        using var content = new MemoryStream(new byte[Piece]);
        IOException error = Assert.Throws<IOException>(() => HashedCopy.To(full, content, EngineOptions.Default, null, Expect.None));
        Assert.Contains("No space left", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(Piece + 1)]
    public void All_bytes_are_flushed_to_the_disk_before_their_digest_is_told(int size)
    {
        using var file = new WatchedFile(folder.Sub("flushed"));
        using var content = new MemoryStream(new byte[size]);
        HashedCopy.To(file, content, EngineOptions.Default, null, Expect.None);
        Assert.Equal((size, size), (file.FlushedLength, file.Length));
    }

    private void CheckCopy(byte[] bytes, Stream content)
    {
        string path = folder.Sub($"{Guid.NewGuid():N}");
        using (FileStream file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            Assert.Equal((ArtifactRules.DigestOf(SHA256.HashData(bytes)), bytes.Length), HashedCopy.To(file, content, EngineOptions.Default, null, Expect.None));
        }

        Assert.True(bytes.AsSpan().SequenceEqual(File.ReadAllBytes(path)));
    }

    private sealed class WatchedFile(string path) : FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0)
    {
        public long? FlushedLength { get; private set; }

        public override void Flush(bool flushToDisk)
        {
            base.Flush(flushToDisk);
            if (flushToDisk) FlushedLength = Length;
        }
    }

    // A stream that returns fewer bytes than requested, as a network or an archive does. It can also end early once, as a file that is still being
    // written.
    private sealed class Trickle(byte[] bytes) : MemoryStream
    {
        private int given;

        public int? StopOnceAt { get; set; }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            if (given == StopOnceAt)
            {
                StopOnceAt = null;
                return 0;
            }

            int end = Math.Min(bytes.Length, StopOnceAt ?? bytes.Length);
            int read = Math.Min(Math.Min(buffer.Length, end - given), 1 + (int)(given * 31L % 99_991));
            bytes.AsSpan(given, read).CopyTo(buffer);
            given += read;
            return read;
        }
    }
}
