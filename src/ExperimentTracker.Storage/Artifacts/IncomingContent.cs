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
    private readonly BlobIntake intake;
    private readonly Func<Stream> open;

    private IncomingContent(BlobIntake intake, Func<Stream> open) => (this.intake, this.open) = (intake, open);

    public string Digest { get; private set; } = "";

    public long Size { get; private set; }

    /// <summary>The sample hash; <see langword="null"/> for content that cannot be sampled.</summary>
    public long? Sample { get; private set; }

    /// <summary>The staged bytes; <see langword="null"/> if the content was recognised.</summary>
    public StagedContent? Staged { get; private set; }

    public static IncomingContent Receive(Database database, BlobIntake intake, Func<Stream> open, IProgress<long>? progress, CancellationToken cancellation)
    {
        var content = new IncomingContent(intake, open);
        using Stream bytes = open();
        if (content.Recognize(database, bytes, progress, cancellation) is { } digest) (content.Digest, content.Size) = (digest, bytes.Position);
        else content.Stage(bytes, replace: false, progress, cancellation);
        return content;
    }

    /// <summary>
    /// Whether the bytes must be staged before a record can refer to them: a recognised blob that was or is being collected, and one that is replaced, because
    /// it may be damaged. In the transaction that will refer to them, no garbage collection marks a blob.
    /// </summary>
    public bool MustBeStaged(StoreConnection connection, bool replace) => Staged is null
        ? replace || BlobRows.StateOf(connection, Digest) != BlobState.Stored
        : Staged.IsLost(connection) || (replace && !Staged.IsWritten);

    /// <summary>Whether the content was recognised as a blob whose bytes are missing. It asks the backend, so it is called outside of transactions.</summary>
    public bool IsMissing() => Staged is null && !intake.Blobs.Has(Digest);

    /// <summary>Stages the bytes in their current state, unless they are staged apart from the blob that is being deleted.</summary>
    public void Copy(bool replace, IProgress<long>? progress, CancellationToken cancellation)
    {
        intake.AwaitDeletion(Digest, cancellation);
        if (Staged is { IsAnnounced: false }) return;
        Staged?.Dispose();
        Staged = null;
        using Stream bytes = open();
        Stage(bytes, replace, progress, cancellation);
    }

    public void Dispose() => Staged?.Dispose();

    private string? Recognize(Database database, Stream bytes, IProgress<long>? progress, CancellationToken cancellation)
    {
        if (!bytes.CanSeek) return null;
        try
        {
            long size = bytes.Length;
            Sample = ContentHash.Sample(bytes);
            if (!database.Read(connection => BlobRows.HasSample(connection, size, Sample), cancellation)) return null;
            bytes.Position = 0;
            string digest = ContentHash.Of(bytes, progress, cancellation);
            return database.Read(connection => BlobRows.StateOf(connection, digest), cancellation) == BlobState.Stored ? digest : null;
        }
        catch (IOException)
        {
            return null; // staging fails in the same way and reports the error
        }
    }

    [MemberNotNull(nameof(Staged))]
    private void Stage(Stream bytes, bool replace, IProgress<long>? progress, CancellationToken cancellation)
    {
        if (bytes.CanSeek) bytes.Position = 0;
        Staged = intake.Stage(bytes, replace, progress, cancellation);
        (Digest, Size) = (Staged.Digest, Staged.Size);
    }
}
