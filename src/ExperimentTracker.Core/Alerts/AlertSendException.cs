namespace ExperimentTracker.Alerts;

/// <summary>An attempt to send a delivery failed.</summary>
/// <param name="message">Why, without secrets.</param>
/// <param name="isFinal">Whether another attempt would fail too.</param>
/// <param name="retryAfter">How long the receiver wants to be left alone; <see langword="null"/> if it does not say.</param>
public sealed class AlertSendException(string message, bool isFinal = false, TimeSpan? retryAfter = null) : Exception(message)
{
    /// <summary>Whether another attempt would fail too.</summary>
    public bool IsFinal { get; } = isFinal;

    /// <summary>How long the receiver wants to be left alone; <see langword="null"/> if it does not say.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
