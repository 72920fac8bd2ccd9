namespace ExperimentTracker;

/// <summary>The settings that a run is created with. A request, a draft and the run itself inherit them.</summary>
public abstract record RunSettings : RunNotes
{
    /// <summary>The parameters by name.</summary>
    public NamedValues Parameters { get; init; } = NamedValues.Empty;

    /// <summary>
    /// The hash of the parameters at the start (<c>Get-ParameterHash</c>), or the caller's own value. If it is <see langword="null"/> in a draft, it
    /// is computed when the run starts.
    /// </summary>
    public string? ParameterHash { get; init; }

    /// <summary>The tags; a bare tag has no value.</summary>
    [Derived]
    public NamedValues Tags { get; init; } = NamedValues.Empty;

    /// <summary>
    /// The interval of the heartbeats that its process records, so that other hosts can detect that it ended; <see langword="null"/> for no
    /// heartbeats.
    /// </summary>
    public TimeSpan? Heartbeat { get; init; }

    /// <summary>
    /// The W3C trace id of the run, or <see langword="null"/>. If it is <see langword="null"/> in a request, that of the environment variable
    /// <c>TRACEPARENT</c> is used.
    /// </summary>
    public string? TraceId { get; init; }

    /// <summary>
    /// The span id of the run, in the format of its tracer. If it is <see langword="null"/> in a request, that of the environment variable
    /// <c>TRACEPARENT</c> is used.
    /// </summary>
    public string? SpanId { get; init; }

    /// <summary>Where the run was started, and by what.</summary>
    public RunOrigin Origin { get; init; } = RunOrigin.Unknown;
}
