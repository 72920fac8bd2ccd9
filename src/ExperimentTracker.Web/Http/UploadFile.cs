namespace ExperimentTracker.Web.Http;

/// <summary>The body of a request in a temporary file that only its owner can read. It is deleted when it is disposed, or by the operating system when the process ends.</summary>
internal sealed class UploadFile : IDisposable
{
    private const int BufferSize = 128 * 1024;

    private readonly FileStream file;

    /// <summary>Creates an empty file.</summary>
    public UploadFile()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.Read | FileShare.Delete,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
            BufferSize = BufferSize,
        };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        file = new FileStream(Path.Combine(Path.GetTempPath(), $"experiment-upload-{Guid.NewGuid():N}"), options);
    }

    /// <summary>Appends bytes.</summary>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation) => file.WriteAsync(bytes, cancellation);

    /// <summary>Makes what was written visible to <see cref="Open"/>.</summary>
    public Task FlushAsync(CancellationToken cancellation) => file.FlushAsync(cancellation);

    /// <summary>Appends bytes.</summary>
    public void Write(ReadOnlySpan<byte> bytes) => file.Write(bytes);

    /// <summary>Makes what was written visible to <see cref="Open"/>.</summary>
    public void Flush() => file.Flush();

    /// <summary>Opens the file at its beginning, as often as necessary.</summary>
    public Stream Open() => new FileStream(file.Name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, BufferSize, FileOptions.SequentialScan);

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();
}
