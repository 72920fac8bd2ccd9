namespace ExperimentTracker.Contracts.Queries;

/// <summary>Errors about queries in the store's own language.</summary>
public static class QueryErrors
{
    /// <summary>The query would write. Id: <c>QueryRefused</c>.</summary>
    public static TrackerException Refused(string text, Exception cause) => new(
        "QueryRefused", TrackerErrorKind.PermissionDenied, text,
        $"The query was refused: only reading is allowed ({cause.Message}). Change the store with its cmdlets.", cause);

    /// <summary>The query does not run. Id: <c>QueryFailed</c>.</summary>
    public static TrackerException Failed(string text, Exception cause) => new(
        "QueryFailed", TrackerErrorKind.InvalidArgument, text, $"The query does not run: {cause.Message}", cause);
}
