using ExperimentTracker.Values;

namespace ExperimentTracker;

/// <summary>The top-level container of experiments and models.</summary>
public sealed record Project
{
    /// <summary>The name of the project that experiments belong to when none is given.</summary>
    public const string DefaultName = "Default";

    /// <summary>The unique id.</summary>
    public required string Id { get; init; }

    /// <summary>The name; unique among live projects, ignoring case.</summary>
    public required string Name { get; init; }

    /// <summary>The description, or <see langword="null"/>.</summary>
    public string? Description { get; init; }

    /// <summary>When it was created, in local time.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary><see cref="CreatedAt"/> in UTC.</summary>
    public DateTime CreatedAtUtc => CreatedAt.ToUniversalTime();

    /// <summary>When it was last changed, in local time.</summary>
    public required DateTime UpdatedAt { get; init; }

    /// <summary><see cref="UpdatedAt"/> in UTC.</summary>
    public DateTime UpdatedAtUtc => UpdatedAt.ToUniversalTime();

    /// <summary>When it was removed, in local time, or <see langword="null"/> while it is live.</summary>
    public DateTime? RemovedAt { get; init; }

    /// <summary><see cref="RemovedAt"/> in UTC.</summary>
    public DateTime? RemovedAtUtc => RemovedAt?.ToUniversalTime();

    /// <summary>The number of its live experiments.</summary>
    [Derived]
    public long ExperimentCount { get; init; }

    /// <summary>The tags; a bare tag has no value.</summary>
    [Derived]
    public NamedValues Tags { get; init; } = NamedValues.Empty;

    /// <summary>The short form of the id, for display and input.</summary>
    public string ShortId => RecordId.Shorten(Id);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
