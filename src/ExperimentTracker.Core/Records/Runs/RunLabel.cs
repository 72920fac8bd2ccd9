using ExperimentTracker.Values;

namespace ExperimentTracker;

/// <summary>The identifying properties of a run, without its details: fast to read for many runs.</summary>
public sealed record RunLabel
{
    /// <summary>The unique id.</summary>
    public required string Id { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The path of the run: <c>experiment/012</c>.</summary>
    public required string Path { get; init; }

    /// <summary>The status.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>When it was created, in local time.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary><see cref="CreatedAt"/> in UTC.</summary>
    public DateTime CreatedAtUtc => CreatedAt.ToUniversalTime();

    /// <summary>The short form of the id, for display and input.</summary>
    public string ShortId => RecordId.Shorten(Id);

    /// <summary>The path.</summary>
    public override string ToString() => Path;
}
