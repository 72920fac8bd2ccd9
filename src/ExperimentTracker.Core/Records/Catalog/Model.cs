using ExperimentTracker.Values;

namespace ExperimentTracker;

/// <summary>A named model in a project's model registry.</summary>
public sealed record Model
{
    /// <summary>The unique id.</summary>
    public required string Id { get; init; }

    /// <summary>The name; unique among the live models of its project, ignoring case.</summary>
    public required string Name { get; init; }

    /// <summary>The id of its project.</summary>
    public required string ProjectId { get; init; }

    /// <summary>The name of its project.</summary>
    [Derived]
    public required string Project { get; init; }

    /// <summary>The description, or <see langword="null"/>.</summary>
    public string? Description { get; init; }

    /// <summary>The number of its live versions.</summary>
    [Derived]
    public long VersionCount { get; init; }

    /// <summary>The highest number of a live version, or <see langword="null"/> if there is none.</summary>
    [Derived]
    public long? LatestVersion { get; init; }

    /// <summary>The number of the version in production, or <see langword="null"/> if there is none.</summary>
    [Derived]
    public long? ProductionVersion { get; init; }

    /// <summary>Version numbers by alias.</summary>
    [Derived]
    public NamedValues Aliases { get; init; } = NamedValues.Empty;

    /// <summary>The tags; a bare tag has no value.</summary>
    [Derived]
    public NamedValues Tags { get; init; } = NamedValues.Empty;

    /// <summary>When it was created, in local time.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary><see cref="CreatedAt"/> in UTC.</summary>
    public DateTime CreatedAtUtc => CreatedAt.ToUniversalTime();

    /// <summary>When it or one of its versions was last changed, in local time.</summary>
    public required DateTime UpdatedAt { get; init; }

    /// <summary><see cref="UpdatedAt"/> in UTC.</summary>
    public DateTime UpdatedAtUtc => UpdatedAt.ToUniversalTime();

    /// <summary>When it was removed, in local time, or <see langword="null"/> while it is live.</summary>
    public DateTime? RemovedAt { get; init; }

    /// <summary><see cref="RemovedAt"/> in UTC.</summary>
    public DateTime? RemovedAtUtc => RemovedAt?.ToUniversalTime();

    /// <summary>The short form of the id, for display and input.</summary>
    public string ShortId => RecordId.Shorten(Id);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
