namespace ExperimentTracker.Contracts.Stores;

/// <summary>How a store is opened.</summary>
public sealed record StoreOpening
{
    /// <summary>Opens a store that exists.</summary>
    public static StoreOpening Existing { get; } = new();

    /// <summary>Opens a store, and creates it if it does not exist.</summary>
    public static StoreOpening OrCreate { get; } = new() { Create = true };

    /// <summary>Whether to create the store if it does not exist.</summary>
    public bool Create { get; init; }

    /// <summary>The login of the user, for a server; <see langword="null"/> for the password file and the environment of the server's client.</summary>
    public IStoreCredentials? Credentials { get; init; }

    /// <summary>
    /// The location of the contents of artifacts, such as <c>s3://bucket/prefix</c>, which a new store records; an existing store must have the same. By default
    /// the contents of a store in a folder are in that folder.
    /// </summary>
    public string? Artifacts { get; init; }
}
