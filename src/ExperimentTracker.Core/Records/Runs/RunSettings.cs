namespace ExperimentTracker;

/// <summary>What a run is created with: in a request and a draft as in the run itself.</summary>
public abstract record RunSettings : RunNotes
{
    /// <summary>The parameters by name.</summary>
    public NamedValues Parameters { get; init; } = NamedValues.Empty;

    /// <summary>
    /// The hash of the parameters it started with (<c>Get-ParameterHash</c>), or the caller's own value. In a draft
    /// <see langword="null"/> has it computed when the run starts.
    /// </summary>
    public string? ParameterHash { get; init; }

    /// <summary>The tags; a bare tag has no value.</summary>
    [Derived]
    public NamedValues Tags { get; init; } = NamedValues.Empty;

    /// <summary>How often its process is asked to say that it lives, so that other hosts can judge it; <see langword="null"/> for never.</summary>
    public TimeSpan? Heartbeat { get; init; }

    /// <summary>The W3C trace id it belongs to, or <see langword="null"/>; a request takes up that of the environment's <c>TRACEPARENT</c> then.</summary>
    public string? TraceId { get; init; }

    /// <summary>The span id it belongs to, of whatever form its tracer has; likewise.</summary>
    public string? SpanId { get; init; }

    /// <summary>Where and by what it was started.</summary>
    public RunOrigin Origin { get; init; } = RunOrigin.Unknown;
}
