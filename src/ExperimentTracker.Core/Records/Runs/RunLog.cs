namespace ExperimentTracker;

/// <summary>A line of a run's log, or a log file.</summary>
public sealed record RunLog
{
    /// <summary>The unique id.</summary>
    public required string Id { get; init; }

    /// <summary>The id of the run.</summary>
    [Derived]
    public required string RunId { get; init; }

    /// <summary>The path of the run: <c>experiment/012</c>.</summary>
    [Derived]
    public required string Run { get; init; }

    /// <summary>The stream it belongs to, such as <c>Output</c> or <c>Warning</c>; or <see langword="null"/>.</summary>
    public string? Stream { get; init; }

    /// <summary>The line, or <see langword="null"/> for a log file.</summary>
    public string? Message { get; init; }

    /// <summary>The location of the log file, or <see langword="null"/> for a line.</summary>
    public string? Location { get; init; }

    /// <summary>When it was logged, in local time.</summary>
    public required DateTime LoggedAt { get; init; }

    /// <summary><see cref="LoggedAt"/> in UTC.</summary>
    public DateTime LoggedAtUtc => LoggedAt.ToUniversalTime();

    /// <summary>The line, or the location of the log file.</summary>
    public override string ToString() => Message ?? Location ?? "";
}
