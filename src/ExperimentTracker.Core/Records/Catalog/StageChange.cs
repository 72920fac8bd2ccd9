namespace ExperimentTracker;

/// <summary>One change of the stage of a model version.</summary>
public sealed record StageChange
{
    /// <summary>The id of the version.</summary>
    [Derived]
    public required string VersionId { get; init; }

    /// <summary>The name of the model.</summary>
    [Derived]
    public required string Model { get; init; }

    /// <summary>The number of the version.</summary>
    [Derived]
    public required long Version { get; init; }

    /// <summary>The stage before, or <see langword="null"/> for the registration.</summary>
    public ModelStage? From { get; init; }

    /// <summary>The stage after.</summary>
    public required ModelStage To { get; init; }

    /// <summary>When it changed, in local time.</summary>
    public required DateTime ChangedAt { get; init; }

    /// <summary><see cref="ChangedAt"/> in UTC.</summary>
    public DateTime ChangedAtUtc => ChangedAt.ToUniversalTime();

    /// <summary>The reason, or <see langword="null"/>.</summary>
    public string? Reason { get; init; }

    /// <summary>The user who made the change: <c>user@host</c>; or <see langword="null"/>.</summary>
    public string? Actor { get; init; }

    /// <summary>The stage before and after.</summary>
    public override string ToString() => From is null ? $"{To}" : $"{From} → {To}";
}
