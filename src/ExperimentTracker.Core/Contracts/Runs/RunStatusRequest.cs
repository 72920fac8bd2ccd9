namespace ExperimentTracker.Contracts.Runs;

/// <summary>A change of a run's status.</summary>
public sealed record RunStatusRequest
{
    /// <summary>The id of the run.</summary>
    public required string RunId { get; init; }

    /// <summary>The new status.</summary>
    public required RunStatus To { get; init; }

    /// <summary>Whether the change resumes a run that has ended.</summary>
    public bool Resuming { get; init; }

    /// <summary>Whether the run that is started or resumed is executed by a process that does not use this store; see <see cref="NewRun.IsRemote"/>.</summary>
    public bool IsRemote { get; init; }

    /// <summary>The reason, which the history keeps.</summary>
    public string? Reason { get; init; }

    /// <summary>The message of the error, stored on the run; deleted when the run is resumed.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>The details of the error, or <see langword="null"/>; deleted when the run is resumed.</summary>
    public RunError? Error { get; init; }

    /// <summary>The user who makes the change: <c>user@host</c>.</summary>
    public string? Actor { get; init; }

    /// <summary>Where the run is started, and by what, when it becomes Running; <see langword="null"/> keeps the existing origin.</summary>
    public RunOrigin? Origin { get; init; }

    /// <summary>The interval of heartbeats, for runs that other hosts must be able to check; <see langword="null"/> for none.</summary>
    public TimeSpan? Heartbeat { get; init; }
}
