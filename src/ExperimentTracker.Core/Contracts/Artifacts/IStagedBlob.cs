namespace ExperimentTracker.Contracts.Artifacts;

/// <summary>
/// Bytes that were copied beside the store and hashed, and are not part of it yet, or that it was found to have. Disposing throws away what was copied
/// unless it was committed.
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
