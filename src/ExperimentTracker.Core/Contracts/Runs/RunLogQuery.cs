namespace ExperimentTracker.Contracts.Runs;

/// <summary>A query for entries of a run's log. All conditions that are set must be true.</summary>
public sealed record RunLogQuery
{
    /// <summary>The id of the run.</summary>
    public required string RunId { get; init; }

    /// <summary>Only entries of these streams, ignoring case.</summary>
    public IReadOnlyCollection<string>? Streams { get; init; }

    /// <summary>Only entries logged at or after this time, in UTC ticks.</summary>
    public long? Since { get; init; }

    /// <summary>Only entries logged at or before this time, in UTC ticks.</summary>
    public long? Until { get; init; }

    /// <summary>Only entries written after the one with this id.</summary>
    public string? AfterId { get; init; }

    /// <summary>Whether to return the newest entries first, instead of in the order they were written.</summary>
    public bool NewestFirst { get; init; }
}
