namespace ExperimentTracker.Storage.Postgres.Engine;

/// <summary>What this user may do in a store.</summary>
/// <param name="Role">The role.</param>
/// <param name="QueryRole">
/// The role for queries of users, quoted for SQL, which can only read the views; <see langword="null"/> in a store of a single user.
/// </param>
internal sealed record StoreAccess(StoreRole Role, string? QueryRole);
