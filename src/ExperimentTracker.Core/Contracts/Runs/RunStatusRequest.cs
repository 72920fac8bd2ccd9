namespace ExperimentTracker.Contracts.Runs;

/// <summary>A change of a run's status.</summary>
public sealed record RunStatusRequest
{
    /// <summary>The id of the run.</summary>
    public required string RunId { get; init; }

    /// <summary>The status to take.</summary>
    public required RunStatus To { get; init; }

    /// <summary>Whether an ended run is opened again.</summary>
    public bool Resuming { get; init; }

    /// <summary>Why; kept in the history.</summary>
    public string? Reason { get; init; }

    /// <summary>The error's text, kept on the run; cleared when a run is resumed.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>Who: <c>user@host</c>.</summary>
    public string? Actor { get; init; }

    /// <summary>Where and by what the run is started, when it becomes Running; <see langword="null"/> leaves what is there.</summary>
    public RunOrigin? Origin { get; init; }

    /// <summary>How often the process says that it lives, for runs that other hosts shall be able to judge; <see langword="null"/> for never.</summary>
    public TimeSpan? Heartbeat { get; init; }
}
