using ExperimentTracker.Web.Json;

namespace ExperimentTracker.Web.Mlflow.Tracking;

/// <summary>
/// Times of clients. A store records when a run starts and ends by its own clock. A client that copies an old run gives other times: these are kept as tags, and shown to
/// clients.
/// </summary>
internal static class Times
{
    /// <summary>The tag with the time at which a run started, as its client said.</summary>
    public const string StartTag = "mlflow.startTime";

    /// <summary>The tag with the time at which a run ended, as its client said.</summary>
    public const string EndTag = "mlflow.endTime";

    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(1);

    /// <summary>Whether a time of a client differs from the clock of the store by more than requests take.</summary>
    public static bool Differs(IExperimentStore store, long? milliseconds) =>
        milliseconds is { } time && Math.Abs(time - store.Time.GetUtcNow().ToUnixTimeMilliseconds()) > Tolerance.TotalMilliseconds;

    /// <summary>When a run started, in milliseconds since 1970.</summary>
    public static long? Started(Run run) => Tagged(run, StartTag) ?? Milliseconds(run.StartedAt);

    /// <summary>When a run ended, in milliseconds since 1970.</summary>
    public static long? Ended(Run run) => run.EndedAt is null ? null : Tagged(run, EndTag) ?? Milliseconds(run.EndedAt);

    /// <summary>A time in milliseconds since 1970.</summary>
    public static long? Milliseconds(DateTime? time) => time is { } known ? ApiJson.Milliseconds(known) : null;

    private static long? Tagged(Run run, string tag) =>
        run.Tags.TryGetValue(tag, out object? value) && value is string text && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long time) ? time : null;
}
