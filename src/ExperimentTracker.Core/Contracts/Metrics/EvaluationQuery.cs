namespace ExperimentTracker.Contracts.Metrics;

/// <summary>Which epochs or results to give; every condition that is set must hold. Of live runs, by run and number.</summary>
public sealed record EvaluationQuery
{
    /// <summary>What to give: <see cref="RecordType.Epoch"/> or <see cref="RecordType.Result"/>.</summary>
    public required RecordType Type { get; init; }

    /// <summary>These ids only.</summary>
    public IReadOnlyCollection<string>? Ids { get; init; }

    /// <summary>Of these runs only.</summary>
    public IReadOnlyCollection<string>? RunIds { get; init; }

    /// <summary>With these numbers only.</summary>
    public IReadOnlyCollection<long>? Indices { get; init; }
}
