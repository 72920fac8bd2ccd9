namespace ExperimentTracker;

/// <summary>A run to create, with all it starts with: one transaction.</summary>
public sealed record RunDraft
{
    /// <summary>The id, or <see langword="null"/> to have one made.</summary>
    public string? Id { get; init; }

    /// <summary>The id of its experiment.</summary>
    public required string ExperimentId { get; init; }

    /// <summary>The id of its trial, which is of that experiment; <see langword="null"/> for the default one.</summary>
    public string? TrialId { get; init; }

    /// <summary>The namespace (relpath); the number is counted within it.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>The name, or <see langword="null"/> to have one made of the number.</summary>
    public string? Name { get; init; }

    /// <summary>What it is about.</summary>
    public string? Description { get; init; }

    /// <summary>The id of the run that spawns it.</summary>
    public string? ParentRunId { get; init; }

    /// <summary>The parameters it starts with.</summary>
    public NamedValues Parameters { get; init; } = NamedValues.Empty;

    /// <summary>The caller's own parameter hash, or <see langword="null"/> to have it computed when the run starts.</summary>
    public string? ParameterHash { get; init; }

    /// <summary>Its first tags.</summary>
    public NamedValues Tags { get; init; } = NamedValues.Empty;

    /// <summary>Whether it starts now; otherwise it is pending.</summary>
    public bool Start { get; init; }

    /// <summary>How often the process says that it lives, for runs that other hosts shall be able to judge; <see langword="null"/> for never.</summary>
    public TimeSpan? Heartbeat { get; init; }

    /// <summary>The W3C trace id.</summary>
    public string? TraceId { get; init; }

    /// <summary>The span id.</summary>
    public string? SpanId { get; init; }

    /// <summary>Where and by what it is started.</summary>
    public RunOrigin Origin { get; init; } = RunOrigin.Unknown;
}
