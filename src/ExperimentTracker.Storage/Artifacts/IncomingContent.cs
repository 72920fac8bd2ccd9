using System.Diagnostics.CodeAnalysis;
using ExperimentTracker.Contracts.Artifacts;
using ExperimentTracker.Storage.Blobs;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Artifacts;

/// <summary>
/// Content that is added to the store: either recognised as an existing blob, or staged. To recognise it costs another read of the content, so it is
/// only tried if the store has a blob with its size and sample.
/// </summary>
internal sealed class IncomingContent : IStagedBlob
{
    private readonly IBlobs blobs;
    private readonly Func<Stream> open;

    private IncomingContent(IBlobs blobs, Func<Stream> open) => (this.blobs, this.open) = (blobs, open);

    public string Digest { get; private set; } = "";

    public long Size { get; private set; }

    /// <summary>The sample hash; <see langword="null"/> for content that cannot be sampled.</summary>
    public long? Sample { get; private set; }

    /// <summary>The staged bytes; <see langword="null"/> if the content was recognised.</summary>
    public IStagedBlob? Staged { get; private set; }

    public static IncomingContent Receive(Database database, IBlobs blobs, Func<Stream> open, IProgress<long>? progress, CancellationToken cancellation)
    {
        var content = new IncomingContent(blobs, open);
        using Stream bytes = open();
        if (content.Recognize(database, bytes, progress, cancellation) is { } digest) (content.Digest, content.Size) = (digest, bytes.Position);
        else content.Stage(bytes, progress, cancellation);
        return content;
    }

    /// <summary>Stages the bytes of recognised content, in their current state.</summary>
    public void Copy(IProgress<long>? progress, CancellationToken cancellation)
    {
        using Stream bytes = open();
        Stage(bytes, progress, cancellation);
    }

    public void Dispose() => Staged?.Dispose();

    private string? Recognize(Database database, Stream bytes, IProgress<long>? progress, CancellationToken cancellation)
    {
        if (!bytes.CanSeek) return null;
        try
        {
            long size = bytes.Length;
            Sample = ContentHash.Sample(bytes);
            if (!database.Read(connection => connection.Scalar("SELECT 1 FROM blobs WHERE size = @1 AND sample = @2", size, Sample) is not null, cancellation)) return null;
            bytes.Position = 0;
            string digest = ContentHash.Of(bytes, progress, cancellation);
            return database.Read(connection => connection.Scalar("SELECT 1 FROM blobs WHERE digest = @1", digest) is not null, cancellation) ? digest : null;
        }
        catch (IOException)
        {
            return null; // staging fails in the same way and reports the error
        }
    }

    [MemberNotNull(nameof(Staged))]
    private void Stage(Stream bytes, IProgress<long>? progress, CancellationToken cancellation)
    {
        if (bytes.CanSeek) bytes.Position = 0;
        Staged = blobs.Stage(bytes, progress, cancellation);
        (Digest, Size) = (Staged.Digest, Staged.Size);
    }
}
