namespace ExperimentTracker.Contracts.Metrics;

/// <summary>A query for distributions of a run. All conditions that are set must be true.</summary>
public sealed record DistributionQuery
{
    /// <summary>The id of the run.</summary>
    public required string RunId { get; init; }

    /// <summary>Only those with these keys, ignoring case.</summary>
    public IReadOnlyCollection<string>? Keys { get; init; }

    /// <summary>The lowest step to return.</summary>
    public long FirstStep { get; init; }

    /// <summary>The highest step to return.</summary>
    public long LastStep { get; init; } = long.MaxValue;

    /// <summary>Whether to return only the last of each key, of those that have these steps: the one with the highest step, and of those the latest.</summary>
    public bool LastOnly { get; init; }
}
