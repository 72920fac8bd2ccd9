namespace ExperimentTracker.Contracts.Models;

/// <summary>A change to a model version, in one transaction: what is <see langword="null"/> stays as it is.</summary>
public sealed record ModelVersionChange
{
    /// <summary>The stage to go to. Production archives the incumbent.</summary>
    public ModelStage? Stage { get; init; }

    /// <summary>Why; kept with the change of stage.</summary>
    public string? Reason { get; init; }

    /// <summary>Who: <c>user@host</c>.</summary>
    public string? Actor { get; init; }

    /// <summary>The new description; <c>''</c> takes it away.</summary>
    public string? Description { get; init; }

    /// <summary>Aliases that shall name this version; those that named another one move.</summary>
    public IReadOnlyList<string> AddAliases { get; init; } = [];

    /// <summary>Aliases of this version to take away.</summary>
    public IReadOnlyList<string> RemoveAliases { get; init; } = [];
}
