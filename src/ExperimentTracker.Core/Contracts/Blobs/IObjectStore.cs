namespace ExperimentTracker.Contracts.Blobs;

/// <summary>
/// Opens the object stores of one kind. An assembly in <c>engines/&lt;scheme&gt;</c> of the module has one public class that implements it, which is loaded when
/// a location of its scheme is first used.
/// </summary>
public interface IObjectStoreProvider
{
    /// <summary>Opens a location, without a request. Credentials come from the environment, as the provider's own tools find them.</summary>
    /// <param name="location">The location.</param>
    /// <exception cref="TrackerException"><c>ArtifactsLocationInvalid</c>.</exception>
    IObjectStore Open(ArtifactLocation location);
}

/// <summary>
/// Objects below a location, by key. It is thread-safe. Transient failures are retried for some seconds. All methods throw <c>ArtifactsUnreachable</c>,
/// <c>ArtifactsAccessDenied</c> or <c>ArtifactsNotFound</c> (there is no such bucket or container).
/// </summary>
public interface IObjectStore : IDisposable
{
    /// <summary>Writes a small object in one request.</summary>
    /// <param name="key">The key below the location.</param>
    /// <param name="bytes">The bytes.</param>
    /// <param name="overwrite">Whether to replace an existing object; otherwise it stays as it is.</param>
    /// <param name="cancellation">Cancels the request.</param>
    /// <returns>Whether it was written; false if there is an object and it is not to be replaced.</returns>
    bool Put(string key, ReadOnlyMemory<byte> bytes, bool overwrite, CancellationToken cancellation);

    /// <summary>Begins to write a large object in parts. There is no object until it is completed.</summary>
    IObjectUpload BeginUpload(string key, CancellationToken cancellation);

    /// <summary>The size of an object in bytes, or <see langword="null"/> if there is none.</summary>
    long? SizeOf(string key, CancellationToken cancellation);

    /// <summary>Opens an object from an offset on, or returns <see langword="null"/> if there is none. Reading throws an <see cref="IOException"/> if the connection fails.</summary>
    Stream? Open(string key, long offset, CancellationToken cancellation);

    /// <summary>Deletes an object, if there is one.</summary>
    void Delete(string key, CancellationToken cancellation);

    /// <summary>Returns all objects whose keys begin with a prefix.</summary>
    IEnumerable<StoredObject> List(string prefix, CancellationToken cancellation);

    /// <summary>Returns the uploads of parts that were neither completed nor aborted; none where the service deletes them itself.</summary>
    IEnumerable<UnfinishedUpload> Unfinished(CancellationToken cancellation);

    /// <summary>Deletes the parts of an unfinished upload.</summary>
    void Abort(UnfinishedUpload upload, CancellationToken cancellation);
}

/// <summary>An upload in parts. Disposing aborts it unless it was completed.</summary>
public interface IObjectUpload : IDisposable
{
    /// <summary>Uploads the next part. A part whose connection fails is sent again, without the parts before it.</summary>
    void Add(ReadOnlyMemory<byte> part, CancellationToken cancellation);

    /// <summary>Makes the parts an object.</summary>
    /// <param name="overwrite">Whether to replace an existing object; otherwise it stays as it is.</param>
    /// <param name="cancellation">Cancels the request.</param>
    /// <returns>Whether it was written.</returns>
    bool Complete(bool overwrite, CancellationToken cancellation);
}

/// <summary>An object in a list.</summary>
/// <param name="Key">Its key below the location.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="WrittenAt">When it was written, in UTC, by the clock of the service.</param>
public sealed record StoredObject(string Key, long Size, DateTime WrittenAt);

/// <summary>An upload of parts that was not completed.</summary>
/// <param name="Key">The key below the location.</param>
/// <param name="Id">The id that the service gave it.</param>
/// <param name="BegunAt">When it began, in UTC, by the clock of the service.</param>
public sealed record UnfinishedUpload(string Key, string Id, DateTime BegunAt);
