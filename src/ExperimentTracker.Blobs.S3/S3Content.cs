using Amazon.S3.Model;
using Amazon.Runtime;

namespace ExperimentTracker.Blobs.S3;

/// <summary>The bytes of a response. What fails while they are read is an <see cref="IOException"/>.</summary>
internal sealed class S3Content(GetObjectResponse response) : Stream
{
    private readonly long end = response.ContentLength;
    private long position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => end;

    public override long Position
    {
        get => position;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        int read;
        try
        {
            read = response.ResponseStream.Read(buffer);
        }
        catch (Exception e) when (e is AmazonClientException or HttpRequestException)
        {
            throw new IOException(e.Message, e);
        }

        position += read;
        return read > 0 || position >= end || buffer.IsEmpty ? read : throw new IOException("The connection ended before the last byte.");
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
        if (disposing) response.Dispose();
        base.Dispose(disposing);
    }
}
