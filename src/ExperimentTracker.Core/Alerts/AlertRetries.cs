using ExperimentTracker.Contracts.Alerts;

namespace ExperimentTracker.Alerts;

/// <summary>When an attempt that failed is repeated.</summary>
public static class AlertRetries
{
    /// <summary>How often a delivery is tried.</summary>
    public const int MostAttempts = 10;

    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    // A receiver could otherwise keep a delivery for years.
    private static readonly TimeSpan LongestAsked = TimeSpan.FromDays(1);

    /// <summary>What becomes of a delivery after an attempt that failed. The waits are 1, 3, 9 … seconds, an hour at most, and longer if the receiver asks for it: about two hours in all.</summary>
    /// <param name="attempts">The number of attempts so far, with this one.</param>
    /// <param name="error">Why it failed.</param>
    public static AlertOutcome After(int attempts, AlertSendException error)
    {
        if (error.IsFinal || attempts >= MostAttempts) return new(error.Message);
        double seconds = Math.Min(First.TotalSeconds * Math.Pow(3, Math.Max(0, attempts - 1)), Longest.TotalSeconds);
        TimeSpan asked = error.RetryAfter is { } after ? after < LongestAsked ? after : LongestAsked : TimeSpan.Zero, wait = TimeSpan.FromSeconds(seconds);
        return new(error.Message, asked > wait ? asked : wait);
    }
}
