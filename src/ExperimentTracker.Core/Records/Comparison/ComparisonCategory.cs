namespace ExperimentTracker;

/// <summary>What a row of a comparison is about. Rows come in this order.</summary>
public enum ComparisonCategory
{
    /// <summary>The run itself: its name, experiment, status and times.</summary>
    Run = 1,

    /// <summary>A parameter; one within another has a dotted name.</summary>
    Parameter = 2,

    /// <summary>A metric.</summary>
    Metric = 3,

    /// <summary>A tag.</summary>
    Tag = 4,

    /// <summary>The version of the code: commit, branch, and whether there were changes.</summary>
    Code = 5,

    /// <summary>Where and by what it was started.</summary>
    Environment = 6,

    /// <summary>A dataset, artifact or model version that was consumed.</summary>
    Input = 7,
}
