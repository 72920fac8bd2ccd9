namespace ExperimentTracker;

/// <summary>The kinds of inputs of runs.</summary>
public enum RunInputKind : long
{
    /// <summary>An artifact, of any run or experiment.</summary>
    Artifact = 1,

    /// <summary>A version of a model.</summary>
    ModelVersion = 2,

    /// <summary>A dataset.</summary>
    Dataset = 3,
}
