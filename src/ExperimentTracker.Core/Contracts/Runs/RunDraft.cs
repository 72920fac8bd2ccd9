namespace ExperimentTracker.Contracts.Runs;

/// <summary>A run to create in one transaction, with everything it starts with.</summary>
public sealed record RunDraft : NewRun
{
    /// <summary>Creates an empty draft.</summary>
    public RunDraft()
    {
    }

    /// <summary>Creates a draft from the settings of a new run, without its experiment, trial, namespace and parent.</summary>
    public RunDraft(NewRun settings)
        : base(settings)
    {
    }

    /// <summary>The id of its experiment.</summary>
    public required string ExperimentId { get; init; }

    /// <summary>The id of its trial in that experiment; <see langword="null"/> for the default trial.</summary>
    public string? TrialId { get; init; }

    /// <summary>The namespace; runs are numbered within it.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>The id of its parent run.</summary>
    public string? ParentRunId { get; init; }
}
