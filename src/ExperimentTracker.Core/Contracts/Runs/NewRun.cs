namespace ExperimentTracker.Contracts.Runs;

/// <summary>The common settings of requests and drafts of runs; they differ in whether experiment and parent are given by name or by id.</summary>
public abstract record NewRun : RunSettings
{
    /// <summary>The id, or <see langword="null"/> to generate one.</summary>
    public string? Id { get; init; }

    /// <summary>The name, or <see langword="null"/> to generate one from the number.</summary>
    public string? Name { get; init; }

    /// <summary>Whether to start the run; otherwise it is pending.</summary>
    public bool Start { get; init; }

    /// <summary>
    /// Whether the run is executed by a process that does not use this store, such as a client of a server. No process owns it then, so it is not ended as orphaned when the
    /// process that started it ends.
    /// </summary>
    public bool IsRemote { get; init; }
}
