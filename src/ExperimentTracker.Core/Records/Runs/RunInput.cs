namespace ExperimentTracker;

/// <summary>Something a run consumed: an artifact, a model version or a dataset.</summary>
public sealed record RunInput
{
    /// <summary>The id of the run.</summary>
    public required string RunId { get; init; }

    /// <summary>Where the run is found: <c>experiment/012</c>.</summary>
    [Derived]
    public required string Run { get; init; }

    /// <summary>What it was used as, such as <c>train</c>; or <see langword="null"/>.</summary>
    public string? Role { get; init; }

    /// <summary>What it is.</summary>
    public required RunInputKind Kind { get; init; }

    /// <summary>The id of the artifact, model version or dataset.</summary>
    public required string TargetId { get; init; }

    /// <summary>Its name: of an artifact, the owner and the key; of a model version, <c>model/3</c>.</summary>
    [Derived]
    public required string Name { get; init; }

    /// <summary>When it was noted, in local time.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>The role and the name: <c>train: iris</c>.</summary>
    public override string ToString() => Role is null ? Name : $"{Role}: {Name}";
}
