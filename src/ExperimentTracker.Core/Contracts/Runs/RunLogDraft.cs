namespace ExperimentTracker.Contracts.Runs;

/// <summary>A line or a log file to add.</summary>
public sealed record RunLogDraft
{
    /// <summary>The id of the run.</summary>
    public required string RunId { get; init; }

    /// <summary>The id, or <see langword="null"/> to generate one.</summary>
    public string? Id { get; init; }

    /// <summary>The stream it belongs to.</summary>
    public string? Stream { get; init; }

    /// <summary>The line.</summary>
    public string? Message { get; init; }

    /// <summary>The location of the log file.</summary>
    public string? Location { get; init; }

    /// <summary>When it was logged, in UTC ticks.</summary>
    public required long Ticks { get; init; }
}
