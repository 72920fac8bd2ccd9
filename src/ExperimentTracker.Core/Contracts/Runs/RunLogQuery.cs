namespace ExperimentTracker.Contracts.Runs;

/// <summary>Which entries of a run's log to give; every condition that is set must hold.</summary>
public sealed record RunLogQuery
{
    /// <summary>The id of the run.</summary>
    public required string RunId { get; init; }

    /// <summary>Of these streams only, in any case.</summary>
    public IReadOnlyCollection<string>? Streams { get; init; }

    /// <summary>Logged at this moment or later, in UTC ticks.</summary>
    public long? Since { get; init; }

    /// <summary>Logged at this moment or earlier, in UTC ticks.</summary>
    public long? Until { get; init; }

    /// <summary>Written after the entry with this id.</summary>
    public string? AfterId { get; init; }

    /// <summary>Whether the entries come newest first, instead of in the order they were written.</summary>
    public bool NewestFirst { get; init; }
}
