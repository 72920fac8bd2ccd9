namespace ExperimentTracker;

/// <summary>The kinds of records that have an id.</summary>
public enum RecordType : long
{
    /// <summary>A project.</summary>
    Project = 1,

    /// <summary>An experiment of a project.</summary>
    Experiment = 2,

    /// <summary>A trial of an experiment: one configuration, repeated.</summary>
    Trial = 3,

    /// <summary>A run of an experiment.</summary>
    Run = 4,

    /// <summary>A model of a project's registry.</summary>
    Model = 5,

    /// <summary>A version of a model.</summary>
    ModelVersion = 6,

    /// <summary>An epoch of a run.</summary>
    Epoch = 7,

    /// <summary>A result of a run.</summary>
    Result = 8,

    /// <summary>A dataset.</summary>
    Dataset = 9,

    /// <summary>A line or file of a run's log.</summary>
    RunLog = 10,

    /// <summary>An artifact of a run or an experiment.</summary>
    Artifact = 11,

    /// <summary>An alert.</summary>
    RunAlert = 12,
}
