namespace ExperimentTracker;

/// <summary>One change of a run's status.</summary>
public sealed record StatusChange
{
    /// <summary>The id of the run.</summary>
    [Derived]
    public required string RunId { get; init; }

    /// <summary>The status before, or <see langword="null"/> for the first status.</summary>
    public RunStatus? From { get; init; }

    /// <summary>The status after.</summary>
    public required RunStatus To { get; init; }

    /// <summary>When it changed, in local time.</summary>
    public required DateTime ChangedAt { get; init; }

    /// <summary><see cref="ChangedAt"/> in UTC.</summary>
    public DateTime ChangedAtUtc => ChangedAt.ToUniversalTime();

    /// <summary>The reason, or <see langword="null"/>.</summary>
    public string? Reason { get; init; }

    /// <summary>The user who made the change: <c>user@host</c>; or <see langword="null"/>.</summary>
    public string? Actor { get; init; }

    /// <summary>The status before and after.</summary>
    public override string ToString() => From is null ? $"{To}" : $"{From} → {To}";
}
