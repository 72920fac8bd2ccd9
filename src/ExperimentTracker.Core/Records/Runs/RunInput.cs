namespace ExperimentTracker;

/// <summary>An input of a run: an artifact, a model version or a dataset.</summary>
public sealed record RunInput
{
    /// <summary>The id of the run.</summary>
    public required string RunId { get; init; }

    /// <summary>The path of the run: <c>experiment/012</c>.</summary>
    [Derived]
    public required string Run { get; init; }

    /// <summary>The role in which the run used it, such as <c>train</c>; or <see langword="null"/>.</summary>
    public string? Role { get; init; }

    /// <summary>The kind of input.</summary>
    public required RunInputKind Kind { get; init; }

    /// <summary>The id of the artifact, model version or dataset.</summary>
    public required string TargetId { get; init; }

    /// <summary>The name of the input: for an artifact, the owner and the key; for a model version, <c>model/3</c>.</summary>
    [Derived]
    public required string Name { get; init; }

    /// <summary>When it was added, in local time.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary><see cref="CreatedAt"/> in UTC.</summary>
    public DateTime CreatedAtUtc => CreatedAt.ToUniversalTime();

    /// <summary>The role and the name: <c>train: iris</c>.</summary>
    public override string ToString() => Role is null ? Name : $"{Role}: {Name}";
}
