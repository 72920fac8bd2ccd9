using ExperimentTracker.Contracts.Blobs;

namespace ExperimentTracker.Storage.Blobs;

/// <summary>Reads an object, and continues after the last byte that arrived when its connection fails.</summary>
internal sealed class ResumedStream : Stream
{
    // In a row, without a byte between them.
    private const int MostFailures = 4;

    private readonly IObjectStore objects;
    private readonly string key;
    private Stream? current;
    private long position;

    private ResumedStream(IObjectStore objects, string key, Stream first) => (this.objects, this.key, current) = (objects, key, first);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => position;
        set => throw new NotSupportedException();
    }

    /// <summary>Opens an object, or returns <see langword="null"/> if it is missing.</summary>
    public static Stream? Open(IObjectStore objects, string key) =>
        objects.Open(key, 0, CancellationToken.None) is { } first ? new ResumedStream(objects, key, first) : null;

    public override int Read(Span<byte> buffer)
    {
        for (int failures = 0; ; failures++)
        {
            try
            {
                current ??= objects.Open(key, position, CancellationToken.None) ?? throw new FileNotFoundException("The object was deleted while it was read.", key);
                int read = current.Read(buffer);
                position += read;
                return read;
            }
            catch (IOException e) when (e is not FileNotFoundException && failures < MostFailures)
            {
                current?.Dispose();
                current = null;
            }
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) current?.Dispose();
        base.Dispose(disposing);
    }
}
