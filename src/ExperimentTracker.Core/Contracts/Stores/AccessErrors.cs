namespace ExperimentTracker.Contracts.Stores;

/// <summary>Errors about what a user may do in a store on a server.</summary>
public static class AccessErrors
{
    /// <summary>The role of the user does not allow an operation. Id: <c>StoreAccessDenied</c>.</summary>
    /// <param name="path">The address of the store.</param>
    /// <param name="inner">The error of the server.</param>
    public static TrackerException Denied(string path, Exception inner) => new(
        "StoreAccessDenied", TrackerErrorKind.PermissionDenied, path,
        $"Your role in the store '{path}' does not allow this: {inner.Message} Get-ExperimentStore shows your role; an owner of the store gives you another with " +
        "Initialize-ExperimentStore.", inner);

    /// <summary>The record belongs to another user. Id: <c>NotYours</c>.</summary>
    /// <param name="path">The address of the store.</param>
    /// <param name="inner">The error of the server.</param>
    public static TrackerException NotYours(string path, Exception inner) => new(
        "NotYours", TrackerErrorKind.PermissionDenied, path,
        $"You can change only what you recorded yourself in the store '{path}', and this belongs to another user, or is for curators, such as the stage of a model: " +
        $"{inner.Message} Nothing was changed. Ask the user who recorded it, or a curator of the store.", inner);

    /// <summary>The schema of the store must be updated by an owner. Id: <c>StoreMigrationNeeded</c>.</summary>
    /// <param name="path">The address of the store.</param>
    /// <param name="found">The version of its schema.</param>
    /// <param name="known">The version of the schema of this module.</param>
    public static TrackerException MigrationNeeded(string path, int found, int known) => new(
        "StoreMigrationNeeded", TrackerErrorKind.InvalidState, path,
        $"The store '{path}' has schema version {found}, and this version of ExperimentTracker needs version {known}. An owner of the store updates it with " +
        "Initialize-ExperimentStore, after a backup; until then, use the version of the module that you used before.");

    /// <summary>The user cannot initialize a store. Id: <c>StoreSetupDenied</c>.</summary>
    /// <param name="path">The address of the store.</param>
    /// <param name="missing">What the user needs, each with the statement that gives it.</param>
    public static TrackerException SetupDenied(string path, IReadOnlyList<string> missing) => new(
        "StoreSetupDenied", TrackerErrorKind.PermissionDenied, path,
        $"The store '{path}' cannot be initialized by this user, who needs {string.Join("; and ", missing)}. Ask an administrator of the server. Nothing was changed.");

    /// <summary>A login does not exist. Id: <c>StoreMemberNotFound</c>.</summary>
    /// <param name="path">The address of the store.</param>
    /// <param name="names">The names of logins that do not exist.</param>
    public static TrackerException MemberNotFound(string path, IReadOnlyList<string> names) => new(
        "StoreMemberNotFound", TrackerErrorKind.NotFound, string.Join(", ", names),
        $"The server of the store '{path}' has no role {string.Join(", ", names)}. Create a login first, as with CREATE ROLE name LOGIN, or check the name. " +
        "Nothing was changed.");

    /// <summary>The store has no roles. Id: <c>StoreHasNoRoles</c>.</summary>
    /// <param name="path">The path of the store.</param>
    public static TrackerException NoRoles(string path) => new(
        "StoreHasNoRoles", TrackerErrorKind.Unsupported, path,
        $"The store '{path}' is not on a server and has no roles. Who may use it is decided by the permissions of its folder; Connect-ExperimentStore -Create creates it.");

    /// <summary>The script block of <c>-TokenProvider</c> gave no token. Id: <c>StoreTokenFailed</c>.</summary>
    /// <param name="reason">What happened, without a token.</param>
    public static TrackerException TokenFailed(string reason) =>
        new("StoreTokenFailed", TrackerErrorKind.PermissionDenied, null, $"The script block of -TokenProvider gave no token for the login: {reason}");
}
