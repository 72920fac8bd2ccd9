using ExperimentTracker.Contracts.Artifacts;

namespace ExperimentTracker.Storage.Blobs;

/// <summary>
/// Where contents are kept, once each, by digest. Bytes are staged first; keeping them makes them part of the store and is done inside the
/// transaction that names them.
/// </summary>
internal interface IBlobs
{
    IStagedBlob Stage(Stream content, IProgress<long>? progress, CancellationToken cancellation);

    /// <summary>Keeps staged bytes unless that content is there already.</summary>
    void Keep(IStagedBlob staged);

    /// <summary>Puts staged bytes in the place of a content that is damaged.</summary>
    void Replace(IStagedBlob staged);

    /// <summary>Whether a content is there, whatever its bytes are by now.</summary>
    bool Has(string digest);

    /// <summary>Opens a content, or <see langword="null"/> when it is missing.</summary>
    Stream? Open(string digest);

    /// <summary>Where a content is, within the store.</summary>
    string LocationOf(string digest);
}
