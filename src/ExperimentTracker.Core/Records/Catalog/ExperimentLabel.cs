using ExperimentTracker.Values;

namespace ExperimentTracker;

/// <summary>Which experiment it is, without what has to be counted or read for that: enough to find it by.</summary>
public sealed record ExperimentLabel
{
    /// <summary>The id.</summary>
    public required string Id { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The name of its project.</summary>
    public required string Project { get; init; }

    /// <summary>The part of the id that people see and type.</summary>
    public string ShortId => RecordId.Shorten(Id);
}
