namespace ExperimentTracker;

/// <summary>An error that a user can cause and mend. Everything the domain and the store refuse is one of these.</summary>
/// <param name="errorId">A stable identifier such as <c>RunNotFound</c>; scripts may match on it.</param>
/// <param name="kind">The family of the error.</param>
/// <param name="target">The value or record the error is about, if there is one.</param>
/// <param name="message">One sentence or two that say what is wrong and what to do.</param>
/// <param name="inner">The cause, if there is one.</param>
public sealed class TrackerException(
    string errorId, TrackerErrorKind kind, object? target, string message, Exception? inner = null)
    : Exception(Shorten(message), inner)
{
    // Messages quote what was given, and that may be a file of a gigabyte.
    private const int LongestMessage = 4000;
    private const int EndKept = 1000;

    /// <summary>A stable identifier such as <c>RunNotFound</c>.</summary>
    public string ErrorId { get; } = errorId;

    /// <summary>The family of the error.</summary>
    public TrackerErrorKind Kind { get; } = kind;

    /// <summary>The value or record the error is about, or <see langword="null"/>.</summary>
    public object? Target { get; } = target;

    private static string Shorten(string message) => message.Length <= LongestMessage
        ? message
        : string.Concat(message.AsSpan(0, LongestMessage - EndKept), " … ", message.AsSpan(message.Length - EndKept));
}
