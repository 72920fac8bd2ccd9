namespace ExperimentTracker;

/// <summary>What a caller says about a run to create; the rest is made up.</summary>
public sealed record RunRequest
{
    /// <summary>
    /// The experiment, as a text that names one (see <see cref="Identities"/>) or the name of a new one; <see langword="null"/> for that of
    /// the parent, or else the default one.
    /// </summary>
    public string? Experiment { get; init; }

    /// <summary>The project of the experiment, likewise; <see langword="null"/> for any, or for a new experiment the default one.</summary>
    public string? Project { get; init; }

    /// <summary>
    /// The trial: an id, a name within the experiment, or the name of a new one; <see langword="null"/> for the default one. An id also
    /// gives the experiment when none is named.
    /// </summary>
    public string? Trial { get; init; }

    /// <summary>The parent, as a text that names a run; or <see langword="null"/>.</summary>
    public string? ParentRun { get; init; }

    /// <summary>The id, or <see langword="null"/> to have one made.</summary>
    public string? Id { get; init; }

    /// <summary>The name, or <see langword="null"/> to have one made.</summary>
    public string? Name { get; init; }

    /// <summary>The namespace (relpath).</summary>
    public string? Namespace { get; init; }

    /// <summary>What it is about.</summary>
    public string? Description { get; init; }

    /// <summary>The parameters it starts with.</summary>
    public NamedValues Parameters { get; init; } = NamedValues.Empty;

    /// <summary>The caller's own parameter hash.</summary>
    public string? ParameterHash { get; init; }

    /// <summary>Its first tags.</summary>
    public NamedValues Tags { get; init; } = NamedValues.Empty;

    /// <summary>Whether it starts now; otherwise it is pending.</summary>
    public bool Start { get; init; }

    /// <summary>How often the process says that it lives, for runs that other hosts shall be able to judge; <see langword="null"/> for never.</summary>
    public TimeSpan? Heartbeat { get; init; }

    /// <summary>The W3C trace id; <see langword="null"/> takes up that of the environment's <c>TRACEPARENT</c>.</summary>
    public string? TraceId { get; init; }

    /// <summary>The span id, of whatever form its tracer has; <see langword="null"/> takes up that of the environment's <c>TRACEPARENT</c>.</summary>
    public string? SpanId { get; init; }

    /// <summary>Where and by what it is started.</summary>
    public RunOrigin Origin { get; init; } = RunOrigin.Unknown;
}
