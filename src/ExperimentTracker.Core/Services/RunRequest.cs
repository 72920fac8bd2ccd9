using ExperimentTracker.Contracts.Runs;

namespace ExperimentTracker.Services;

/// <summary>Options for creating a run; omitted values get defaults.</summary>
public sealed record RunRequest : NewRun
{
    /// <summary>
    /// A string that identifies the experiment (see <see cref="Identities"/>), or the name of a new one; <see langword="null"/> for that of the
    /// parent, or else the default experiment.
    /// </summary>
    public string? Experiment { get; init; }

    /// <summary>
    /// A string that identifies the project of the experiment, or the name of a new one; <see langword="null"/> for any project, and for the default
    /// project if the experiment is new.
    /// </summary>
    public string? Project { get; init; }

    /// <summary>
    /// The trial: an id, a name within the experiment, or the name of a new one; <see langword="null"/> for the default trial. An id also determines
    /// the experiment if none is named.
    /// </summary>
    public string? Trial { get; init; }

    /// <summary>A string that identifies the parent run; or <see langword="null"/>.</summary>
    public string? ParentRun { get; init; }

    /// <summary>The namespace within the experiment.</summary>
    public string? Namespace { get; init; }
}
