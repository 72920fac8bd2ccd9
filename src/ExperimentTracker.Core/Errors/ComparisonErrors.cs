namespace ExperimentTracker;

/// <summary>Errors about comparing, measuring and testing runs.</summary>
public static class ComparisonErrors
{
    /// <summary>A comparison of fewer than two runs. Id: <c>TooFewRuns</c>.</summary>
    public static TrackerException TooFewRuns(int count) => new(
        "TooFewRuns", TrackerErrorKind.InvalidArgument, count,
        $"A comparison needs two different runs or more, and got {(count == 0 ? "none" : "one")}. Pipe more, or name them: Compare-Run iris/0, iris/1.");
}
