namespace ExperimentTracker.Contracts.Runs;

/// <summary>What the runs of a query come with. What is left out is empty in these runs, which are then not complete records.</summary>
[Flags]
public enum RunParts
{
    /// <summary>Only what belongs to the run itself.</summary>
    None = 0,

    /// <summary>Parameters.</summary>
    Parameters = 1,

    /// <summary>Tags.</summary>
    Tags = 2,

    /// <summary>The metrics and their statistics.</summary>
    Metrics = 4,

    /// <summary>Everything.</summary>
    All = Parameters | Tags | Metrics,
}
