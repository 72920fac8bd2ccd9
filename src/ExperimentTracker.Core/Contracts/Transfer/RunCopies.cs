namespace ExperimentTracker.Contracts.Transfer;

/// <summary>Runs to copy within a store.</summary>
public sealed record RunCopies
{
    /// <summary>The tag of a copy: its value is the id of the run that was copied.</summary>
    public const string Tag = "copied-from";

    /// <summary>The ids of the runs; a parent comes before its children.</summary>
    public required IReadOnlyList<string> RunIds { get; init; }

    /// <summary>The id of the experiment that gets the copies; <see langword="null"/> for that of each run.</summary>
    public string? ExperimentId { get; init; }

    /// <summary>The name of the first copy; <see langword="null"/> keeps the name of the run, or names it after its number if that was so.</summary>
    public string? Name { get; init; }
}
