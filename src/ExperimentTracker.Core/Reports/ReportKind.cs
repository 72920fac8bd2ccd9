namespace ExperimentTracker.Reports;

/// <summary>What a report is about.</summary>
public enum ReportKind
{
    /// <summary>One run.</summary>
    Run,

    /// <summary>Several runs side by side, or none.</summary>
    Comparison,

    /// <summary>Experiments with all their runs.</summary>
    Experiment,
}
