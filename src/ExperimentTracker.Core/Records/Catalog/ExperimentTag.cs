namespace ExperimentTracker;

/// <summary>A tag on a project, an experiment or a run: bare, or key=value.</summary>
public sealed record ExperimentTag
{
    /// <summary>The kind of the tagged record.</summary>
    [Derived]
    public required RecordType TargetType { get; init; }

    /// <summary>The id of the tagged record.</summary>
    [Derived]
    public required string TargetId { get; init; }

    /// <summary>The name of the tagged record; for a run, the path.</summary>
    [Derived]
    public required string Target { get; init; }

    /// <summary>The key.</summary>
    public required string Key { get; init; }

    /// <summary>The value, or <see langword="null"/> for a bare tag.</summary>
    public string? Value { get; init; }

    /// <summary>When it was set, in local time.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary><see cref="CreatedAt"/> in UTC.</summary>
    public DateTime CreatedAtUtc => CreatedAt.ToUniversalTime();

    /// <summary>The tag as it is displayed and entered: <c>key</c> or <c>key=value</c>.</summary>
    public override string ToString() => Value is null ? Key : $"{Key}={Value}";
}
