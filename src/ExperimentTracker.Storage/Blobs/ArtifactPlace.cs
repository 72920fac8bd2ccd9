using ExperimentTracker.Contracts.Blobs;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Blobs;

/// <summary>Where the blobs of a store are. It is decided when the store is created, and recorded in its database.</summary>
/// <param name="store">The place of the store, for error messages.</param>
/// <param name="own">The place of the blobs of a store that has no location for them, for error messages.</param>
/// <param name="options">The options of the engine.</param>
/// <param name="requested">The location that the caller named; <see langword="null"/> if it named none.</param>
internal sealed class ArtifactPlace(string store, string own, EngineOptions options, ArtifactLocation? requested)
{
    /// <summary>The name of the row of <c>store_info</c> with the location of the artifacts, if it is not the store's own.</summary>
    public const string InfoName = "artifacts";

    /// <summary>Records the location in a store that is being created, and reserves it.</summary>
    /// <exception cref="TrackerException">The errors of <see cref="ObjectBlobs.Claim"/>.</exception>
    public void Claim(StoreConnection draft, CancellationToken cancellation)
    {
        if (requested is null) return;
        draft.Execute("INSERT INTO store_info VALUES (@1, @2)", InfoName, requested.Text);
        using var blobs = new ObjectBlobs(Later(requested), requested.Place, options);
        blobs.Claim(StoreIds.Of(draft), cancellation);
    }

    /// <summary>Returns the blobs of an open store. Nothing is loaded or asked before their first use.</summary>
    /// <param name="database">The database.</param>
    /// <param name="openOwn">Opens the blobs of a store that has no location for them.</param>
    /// <param name="cancellation">Cancels reading what is recorded.</param>
    /// <exception cref="TrackerException"><c>ArtifactsElsewhere</c>.</exception>
    public (IBlobs Blobs, IBlobMaintenance Maintenance) Open(Database database, Func<(IBlobs, IBlobMaintenance)> openOwn, CancellationToken cancellation)
    {
        ArtifactLocation? recorded = database.Read(connection => connection.Text("SELECT value FROM store_info WHERE name = @1", InfoName), cancellation) is { } text
            ? ArtifactLocation.Parse(text)
            : null;
        if (requested is not null && recorded?.IsSamePlace(requested) != true) throw BlobErrors.Elsewhere(store, requested.Place, recorded?.Place ?? own);
        return (requested ?? recorded) is { } location ? OpenObjects(Later(location), location.Place, options) : openOwn();
    }

    /// <summary>Returns the blobs in an object store.</summary>
    public static (IBlobs Blobs, IBlobMaintenance Maintenance) OpenObjects(Lazy<IObjectStore> objects, string place, EngineOptions options) =>
        (new ObjectBlobs(objects, place, options), new ObjectBlobMaintenance(objects, place, options.BlobGrace));

    private static Lazy<IObjectStore> Later(ArtifactLocation location) => new(() => ObjectStoreLoader.ProviderFor(location).Open(location));
}
