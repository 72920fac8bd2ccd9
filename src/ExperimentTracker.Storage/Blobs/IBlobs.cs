using ExperimentTracker.Contracts.Artifacts;

namespace ExperimentTracker.Storage.Blobs;

/// <summary>
/// The storage of blobs, once per digest. Bytes are staged first; keeping them makes them part of the store, inside the transaction that refers to
/// them.
/// </summary>
internal interface IBlobs
{
    IStagedBlob Stage(Stream content, IProgress<long>? progress, CancellationToken cancellation);

    /// <summary>Moves staged bytes into place unless the blob exists.</summary>
    void Keep(IStagedBlob staged);

    /// <summary>Replaces a damaged blob with staged bytes.</summary>
    void Replace(IStagedBlob staged);

    /// <summary>Whether a blob exists; its bytes are not checked.</summary>
    bool Has(string digest);

    /// <summary>Opens a blob, or returns <see langword="null"/> if it is missing.</summary>
    Stream? Open(string digest);

    /// <summary>The location of a blob within the store.</summary>
    string LocationOf(string digest);
}
