namespace ExperimentTracker.Interop.TestResults;

/// <summary>How a test ended.</summary>
internal enum TestOutcome
{
    /// <summary>It was not executed, or decided nothing.</summary>
    Skipped,

    /// <summary>It passed.</summary>
    Passed,

    /// <summary>It failed.</summary>
    Failed,
}
