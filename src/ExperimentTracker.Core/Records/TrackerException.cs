namespace ExperimentTracker;

/// <summary>An error that a user can cause and fix. All errors that Core and the store report on purpose have this type.</summary>
/// <param name="errorId">A stable identifier such as <c>RunNotFound</c>; scripts can compare it.</param>
/// <param name="kind">The category of the error.</param>
/// <param name="target">The value or record the error is about, if there is one.</param>
/// <param name="message">One or two sentences that say what is wrong and what to do.</param>
/// <param name="inner">The cause, if there is one.</param>
public sealed class TrackerException(
    string errorId, TrackerErrorKind kind, object? target, string message, Exception? inner = null)
    : Exception(Shorten(message), inner)
{
    // Messages quote their input, which may be a file of a gigabyte.
    private const int LongestMessage = 4000;
    private const int EndKept = 1000;

    /// <summary>A stable identifier such as <c>RunNotFound</c>; scripts can compare it.</summary>
    public string ErrorId { get; } = errorId;

    /// <summary>The category of the error.</summary>
    public TrackerErrorKind Kind { get; } = kind;

    /// <summary>The value or record the error is about, or <see langword="null"/>.</summary>
    public object? Target { get; } = target;

    private static string Shorten(string message) => message.Length <= LongestMessage
        ? message
        : string.Concat(message.AsSpan(0, LongestMessage - EndKept), " … ", message.AsSpan(message.Length - EndKept));
}
