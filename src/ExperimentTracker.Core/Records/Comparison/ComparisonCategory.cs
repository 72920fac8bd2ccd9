namespace ExperimentTracker;

/// <summary>The category of a row of a comparison. Rows are sorted in this order.</summary>
public enum ComparisonCategory : long
{
    /// <summary>The run itself: its name, experiment, status and times.</summary>
    Run = 1,

    /// <summary>A parameter; nested parameters have dotted names.</summary>
    Parameter = 2,

    /// <summary>A metric.</summary>
    Metric = 3,

    /// <summary>A tag.</summary>
    Tag = 4,

    /// <summary>The version of the code: commit, branch, and whether there were uncommitted changes.</summary>
    Code = 5,

    /// <summary>Where the run was started, and by what.</summary>
    Environment = 6,

    /// <summary>A dataset, artifact or model version that the run used.</summary>
    Input = 7,
}
