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

    /// <summary>The query took too long. Id: <c>QueryTimedOut</c>.</summary>
    /// <param name="text">The query.</param>
    /// <param name="timeout">The time that it had.</param>
    public static TrackerException TimedOut(string text, TimeSpan timeout) => new(
        "QueryTimedOut", TrackerErrorKind.Unavailable, text,
        $"The query was cancelled, because it had not ended after {timeout}. Ask for fewer rows, or give it more time with -Timeout.");

    /// <summary>The query reads what is not for queries. Id: <c>QueryRefused</c>.</summary>
    /// <param name="text">The query.</param>
    /// <param name="cause">The reason of the server.</param>
    public static TrackerException OnlyViews(string text, Exception cause) => new(
        "QueryRefused", TrackerErrorKind.PermissionDenied, text,
        $"The query is not allowed ({cause.Message}): queries of a store that several users share can read its views, such as TRIAL_RUN and metric_points, and nothing else.",
        cause);
}
