namespace ExperimentTracker.Contracts.Artifacts;

/// <summary>
/// Bytes that were staged and hashed but are not part of the store yet, or that the store already has. Disposing deletes the staged copy unless it
/// was committed.
/// </summary>
public interface IStagedBlob : IDisposable
{
    /// <summary><c>sha256:</c> and 64 hexadecimal digits.</summary>
    string Digest { get; }

    /// <summary>The size in bytes.</summary>
    long Size { get; }
}

/// <summary>A file of a folder to commit.</summary>
/// <param name="Path">The path within the folder, <c>/</c>-separated.</param>
/// <param name="Blob">Its staged bytes.</param>
public sealed record StagedFile(string Path, IStagedBlob Blob);
