namespace ExperimentTracker.Contracts.Stores;

/// <summary>The logins of a server that get a role in a store.</summary>
public sealed record StoreMembers
{
    /// <summary>No login.</summary>
    public static StoreMembers None { get; } = new();

    /// <summary>The logins that become <see cref="StoreRole.Reader"/>.</summary>
    public IReadOnlyList<string> Readers { get; init; } = [];

    /// <summary>The logins that become <see cref="StoreRole.Writer"/>.</summary>
    public IReadOnlyList<string> Writers { get; init; } = [];

    /// <summary>The logins that become <see cref="StoreRole.Curator"/>.</summary>
    public IReadOnlyList<string> Curators { get; init; } = [];

    /// <summary>The logins that become <see cref="StoreRole.Owner"/>, besides the one who initializes the store.</summary>
    public IReadOnlyList<string> Owners { get; init; } = [];

    /// <summary>The logins of a role.</summary>
    public IReadOnlyList<string> Of(StoreRole role) => role switch
    {
        StoreRole.Reader => Readers,
        StoreRole.Writer => Writers,
        StoreRole.Curator => Curators,
        _ => Owners,
    };
}
