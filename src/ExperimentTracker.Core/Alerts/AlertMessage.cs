using ExperimentTracker.Values;

namespace ExperimentTracker.Alerts;

/// <summary>What a delivery tells: the event, the run or the model version it is about, and the store.</summary>
/// <param name="Event">The event.</param>
/// <param name="Run">The run as it is now, or <see langword="null"/>.</param>
/// <param name="StoreId">The id of the store.</param>
/// <param name="Store">The address of the store.</param>
public sealed record AlertMessage(RunAlertEvent Event, Run? Run, string StoreId, string Store)
{
    private const int LongestText = 1500;

    /// <summary>The title: the alert and its condition.</summary>
    public string Title => OneLine($"{Event.Alert}: {Event.Condition}");

    /// <summary>What happened, in one line of bounded length.</summary>
    public string Text => OneLine(Event.Message);

    /// <summary>What else is known, by name.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Facts { get; } =
    [
        .. Of("Run", Event.Run), .. Of("Name", Run?.Name), .. Of("Status", Run?.Status.ToString()), .. Of("Model version", Event.ModelVersion), .. Of("Store", Store),
        .. Of("Time", Event.FiredAtUtc.ToString("yyyy-MM-dd HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture)),
    ];

    /// <summary>The id of a delivery of an event. It is the same at each attempt, so that a receiver can leave out what it has.</summary>
    public static string IdOf(string eventId, int number) => FormattableString.Invariant($"{eventId}-{number}");

    // Names and errors come from runs: control characters could begin another line, header or command.
    private static string OneLine(string text)
    {
        string clean = string.Concat(text.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' || TerminalText.IsDirectionMark(c) ? ' ' : c)).Trim();
        return clean.Length <= LongestText ? clean : clean[..LongestText] + " …";
    }

    private static KeyValuePair<string, string>[] Of(string name, string? value) => string.IsNullOrEmpty(value) ? [] : [new(name, OneLine(value))];
}
