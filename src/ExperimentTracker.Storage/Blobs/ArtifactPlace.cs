using ExperimentTracker.Contracts.Blobs;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Blobs;

/// <summary>Where the blobs of a store in a file are. It is decided when the store is created, and recorded in its database.</summary>
/// <param name="files">The paths of the store's files.</param>
/// <param name="options">The options of the engine.</param>
/// <param name="requested">The location that the caller named; <see langword="null"/> if it named none.</param>
internal sealed class ArtifactPlace(StoreFiles files, EngineOptions options, ArtifactLocation? requested)
{
    /// <summary>The name of the row of <c>store_info</c> with the location of the artifacts, if it is not the store's folder.</summary>
    public const string InfoName = "artifacts";

    /// <summary>Records the location in the draft of a new store, and reserves it.</summary>
    /// <exception cref="TrackerException">The errors of <see cref="ObjectBlobs.Claim"/>.</exception>
    public void Claim(StoreConnection draft, CancellationToken cancellation)
    {
        if (requested is null) return;
        draft.Execute("INSERT INTO store_info VALUES (@1, @2)", InfoName, requested.Text);
        using var blobs = new ObjectBlobs(Later(requested), requested, options);
        blobs.Claim(StoreIds.Of(draft), cancellation);
    }

    /// <summary>Returns the blobs of an open store. Nothing is loaded or asked before their first use.</summary>
    /// <exception cref="TrackerException"><c>ArtifactsElsewhere</c>.</exception>
    public (IBlobs Blobs, IBlobMaintenance Maintenance) Open(Database database, CancellationToken cancellation)
    {
        ArtifactLocation? recorded = database.Read(connection => (string?)connection.Scalar("SELECT value FROM store_info WHERE name = @1", InfoName), cancellation) is { } text
            ? ArtifactLocation.Parse(text)
            : null;
        if (requested is not null && recorded?.IsSamePlace(requested) != true) throw BlobErrors.Elsewhere(files.Folder, requested.Place, recorded?.Place);
        if ((requested ?? recorded) is not { } location) return (new FolderBlobs(files, options), new FolderBlobMaintenance(files));
        Lazy<IObjectStore> objects = Later(location);
        return (new ObjectBlobs(objects, location, options), new ObjectBlobMaintenance(objects, location, options.BlobGrace));
    }

    private static Lazy<IObjectStore> Later(ArtifactLocation location) => new(() => ObjectStoreLoader.ProviderFor(location).Open(location));
}
