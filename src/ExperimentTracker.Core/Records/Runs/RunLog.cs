namespace ExperimentTracker;

/// <summary>A line that a run logged, or a log file of it.</summary>
public sealed record RunLog
{
    /// <summary>The unique id.</summary>
    public required string Id { get; init; }

    /// <summary>The id of the run.</summary>
    [Derived]
    public required string RunId { get; init; }

    /// <summary>Where the run is found: <c>experiment/012</c>.</summary>
    [Derived]
    public required string Run { get; init; }

    /// <summary>The stream it belongs to, such as <c>Output</c> or <c>Warning</c>; or <see langword="null"/>.</summary>
    public string? Stream { get; init; }

    /// <summary>The line, or <see langword="null"/> for a log file.</summary>
    public string? Message { get; init; }

    /// <summary>Where the log file is, or <see langword="null"/> for a line.</summary>
    public string? Location { get; init; }

    /// <summary>When it was logged, in local time.</summary>
    public required DateTime LoggedAt { get; init; }

    /// <summary>The line, or where the log file is.</summary>
    public override string ToString() => Message ?? Location ?? "";
}
