namespace ExperimentTracker.Rules;

/// <summary>Names of record types for use in sentences.</summary>
public static class RecordTypeText
{
    /// <summary>The noun in lower case, such as <c>experiment</c>.</summary>
    public static string Noun(this RecordType type) => type switch
    {
        RecordType.ModelVersion => "model version",
        RecordType.RunLog => "log entry",
        RecordType.RunAlert => "alert",
        _ => type.ToString().ToLowerInvariant(),
    };

    /// <summary>The indefinite article of the noun.</summary>
    public static string Article(this RecordType type) => type is RecordType.Experiment or RecordType.Epoch or RecordType.Artifact or RecordType.RunAlert ? "an" : "a";
}
