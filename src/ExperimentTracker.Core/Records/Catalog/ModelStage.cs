namespace ExperimentTracker;

/// <summary>Where a version of a model stands.</summary>
public enum ModelStage
{
    /// <summary>Registered, and nothing more.</summary>
    None = 0,

    /// <summary>Being tried before production.</summary>
    Staging = 1,

    /// <summary>In use; at most one version of a model.</summary>
    Production = 2,

    /// <summary>Was in production.</summary>
    Archived = 3,
}
