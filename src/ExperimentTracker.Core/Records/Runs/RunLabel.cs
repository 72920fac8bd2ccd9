using ExperimentTracker.Values;

namespace ExperimentTracker;

/// <summary>What people know a run by, without all that hangs on it: cheap to read for many runs.</summary>
public sealed record RunLabel
{
    /// <summary>The unique id.</summary>
    public required string Id { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>Where the run is found: <c>experiment/012</c>.</summary>
    public required string Path { get; init; }

    /// <summary>Where it stands.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>When it was created, in local time.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>The form of the id that people type.</summary>
    public string ShortId => RecordId.Shorten(Id);

    /// <summary>The path.</summary>
    public override string ToString() => Path;
}
