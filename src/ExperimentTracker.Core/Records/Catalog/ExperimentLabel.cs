using ExperimentTracker.Values;

namespace ExperimentTracker;

/// <summary>The identifying properties of an experiment, without those that are counted or need further reads.</summary>
public sealed record ExperimentLabel
{
    /// <summary>The id.</summary>
    public required string Id { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The name of its project.</summary>
    public required string Project { get; init; }

    /// <summary>The short form of the id, for display and input.</summary>
    public string ShortId => RecordId.Shorten(Id);
}
