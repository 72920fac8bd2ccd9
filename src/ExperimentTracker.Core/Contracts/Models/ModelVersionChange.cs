namespace ExperimentTracker.Contracts.Models;

/// <summary>A change of a model version, in one transaction. A property that is <see langword="null"/> keeps its value.</summary>
public sealed record ModelVersionChange
{
    /// <summary>The new stage. Production archives the incumbent.</summary>
    public ModelStage? Stage { get; init; }

    /// <summary>The reason, which the history of stages keeps.</summary>
    public string? Reason { get; init; }

    /// <summary>The user who makes the change: <c>user@host</c>.</summary>
    public string? Actor { get; init; }

    /// <summary>The new description; <c>''</c> removes it.</summary>
    public string? Description { get; init; }

    /// <summary>Aliases to set on this version. An alias of another version is moved.</summary>
    public IReadOnlyList<string> AddAliases { get; init; } = [];

    /// <summary>Aliases of this version to remove.</summary>
    public IReadOnlyList<string> RemoveAliases { get; init; } = [];
}
