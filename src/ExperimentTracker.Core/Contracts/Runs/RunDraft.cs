namespace ExperimentTracker.Contracts.Runs;

/// <summary>A run to create, with all it starts with: one transaction.</summary>
public sealed record RunDraft : NewRun
{
    /// <summary>Makes a draft that says nothing yet.</summary>
    public RunDraft()
    {
    }

    /// <summary>Makes a draft of what was said of a run to create; its place is still to be named.</summary>
    public RunDraft(NewRun settings)
        : base(settings)
    {
    }

    /// <summary>The id of its experiment.</summary>
    public required string ExperimentId { get; init; }

    /// <summary>The id of its trial, which is of that experiment; <see langword="null"/> for the default one.</summary>
    public string? TrialId { get; init; }

    /// <summary>The namespace (relpath); the number is counted within it.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>The id of the run that spawns it.</summary>
    public string? ParentRunId { get; init; }
}
