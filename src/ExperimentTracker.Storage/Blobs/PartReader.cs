namespace ExperimentTracker.Storage.Blobs;

/// <summary>Reads a stream in parts of equal size, of which the last one may be shorter.</summary>
/// <param name="content">The stream.</param>
/// <param name="size">The size of a part in bytes.</param>
internal sealed class PartReader(Stream content, int size)
{
    // One byte more than the rest, to see the end of a short stream in the first read.
    private readonly byte[] buffer = new byte[content.CanSeek ? (int)Math.Clamp(content.Length - content.Position + 1, 1, size) : size];

    /// <summary>Whether the last part was shorter than the others, so that there is no other.</summary>
    public bool IsAtEnd { get; private set; }

    /// <summary>Returns the next part, which is valid until the next call; an empty one at the end.</summary>
    public ReadOnlyMemory<byte> Next(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        int read = IsAtEnd ? 0 : content.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        IsAtEnd = read < buffer.Length;
        return buffer.AsMemory(0, read);
    }
}
