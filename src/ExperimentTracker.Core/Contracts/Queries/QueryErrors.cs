namespace ExperimentTracker.Contracts.Queries;

/// <summary>Errors about queries in the language of the engine.</summary>
public static class QueryErrors
{
    /// <summary>The query would write. Id: <c>QueryRefused</c>.</summary>
    public static TrackerException Refused(string text, Exception cause) => new(
        "QueryRefused", TrackerErrorKind.PermissionDenied, text,
        $"The query is not allowed: only reading is possible ({cause.Message}). Use the cmdlets to change the store.", cause);

    /// <summary>The query failed. Id: <c>QueryFailed</c>.</summary>
    public static TrackerException Failed(string text, Exception cause) => new(
        "QueryFailed", TrackerErrorKind.InvalidArgument, text, $"The query failed: {cause.Message}", cause);
}
