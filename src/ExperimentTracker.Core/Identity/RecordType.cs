namespace ExperimentTracker;

/// <summary>The kinds of records that have an id of their own.</summary>
public enum RecordType
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
}

/// <summary>How record types read in a sentence.</summary>
public static class RecordTypeText
{
    /// <summary>The noun in lower case, such as <c>experiment</c>.</summary>
    public static string Noun(this RecordType type) => type switch
    {
        RecordType.ModelVersion => "model version",
        RecordType.RunLog => "log entry",
        _ => type.ToString().ToLowerInvariant(),
    };

    /// <summary>The indefinite article that goes before the noun.</summary>
    public static string Article(this RecordType type) => type is RecordType.Experiment or RecordType.Epoch or RecordType.Artifact ? "an" : "a";
}
