namespace ExperimentTracker.Contracts.Metrics;

/// <summary>A query for epochs or results of live runs, sorted by run and number. All conditions that are set must be true.</summary>
public sealed record EvaluationQuery
{
    /// <summary>The kind to return: <see cref="RecordType.Epoch"/> or <see cref="RecordType.Result"/>.</summary>
    public required RecordType Type { get; init; }

    /// <summary>Only records with these ids.</summary>
    public IReadOnlyCollection<string>? Ids { get; init; }

    /// <summary>Only those of these runs.</summary>
    public IReadOnlyCollection<string>? RunIds { get; init; }

    /// <summary>Only those with these numbers.</summary>
    public IReadOnlyCollection<long>? Indices { get; init; }
}
