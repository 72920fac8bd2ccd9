namespace ExperimentTracker.Storage.Blobs;

/// <summary>The keys of blobs in an object store: <c>sha256/ab/cd…</c> below the location, as in the folder of a store.</summary>
/// <param name="place">The place of the object store, for display.</param>
internal sealed class ObjectKeys(string place)
{
    /// <summary>The beginning of the keys of all blobs.</summary>
    public const string Contents = "sha256/";

    /// <summary>The key of the object that names the store whose artifacts these are.</summary>
    public const string Owner = "store";

    public static string Of(string digest)
    {
        string name = BlobFolders.NameOf(digest);
        return $"{Contents}{name[..2]}/{name[2..]}";
    }

    /// <summary>The digest that follows from a key, or <see langword="null"/>.</summary>
    public static string? DigestAt(string key) => key.Split('/') is ["sha256", { Length: 2 } first, { } rest] ? BlobFolders.DigestOf(first + rest) : null;

    public string LocationOf(string key) => $"{place}/{key}";

    /// <summary>The key at a location, or <see langword="null"/>.</summary>
    public string? KeyAt(string text) => text.StartsWith(place + "/", StringComparison.Ordinal) ? text[(place.Length + 1)..] : null;
}
