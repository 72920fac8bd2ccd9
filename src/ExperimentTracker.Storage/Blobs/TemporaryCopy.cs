namespace ExperimentTracker.Storage.Blobs;

/// <summary>Copies of content that can be read only once, for as long as it is uploaded.</summary>
internal static class TemporaryCopy
{
    private const int BufferSize = 1 << 20;

    /// <summary>Returns a file that only its owner can access, and that is deleted when it is closed.</summary>
    /// <param name="beginning">The bytes that were read already.</param>
    /// <param name="rest">The rest.</param>
    /// <param name="cancellation">Cancels the copy.</param>
    public static Stream Of(ReadOnlySpan<byte> beginning, Stream rest, CancellationToken cancellation)
    {
        FileStreamOptions options = new()
        {
            Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0, Options = FileOptions.DeleteOnClose,
        };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var copy = new FileStream(Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.upload"), options);
        try
        {
            copy.Write(beginning);
            byte[] buffer = new byte[BufferSize];
            int read;
            while ((read = rest.Read(buffer)) > 0)
            {
                cancellation.ThrowIfCancellationRequested();
                copy.Write(buffer, 0, read);
            }

            return copy;
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }
}
