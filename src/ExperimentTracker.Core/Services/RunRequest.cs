using ExperimentTracker.Contracts.Runs;

namespace ExperimentTracker.Services;

/// <summary>Options for creating a run; what is left out gets a default.</summary>
public sealed record RunRequest : NewRun
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

    /// <summary>The namespace (relpath).</summary>
    public string? Namespace { get; init; }
}
