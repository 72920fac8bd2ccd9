namespace ExperimentTracker.Comparison;

/// <summary>Errors about comparing, measuring and testing runs.</summary>
public static class ComparisonErrors
{
    /// <summary>A comparison of fewer than two runs. Id: <c>TooFewRuns</c>.</summary>
    public static TrackerException TooFewRuns(int count) => new(
        "TooFewRuns", TrackerErrorKind.InvalidArgument, count,
        $"A comparison needs two different runs or more, and got {(count == 0 ? "none" : "one")}. Pipe more, or name them: Compare-Run iris/0, iris/1.");

    /// <summary>A text that names nothing to group runs by. Id: <c>UnknownGroupKey</c>.</summary>
    public static TrackerException UnknownGroupKey(string text) => new(
        "UnknownGroupKey", TrackerErrorKind.InvalidArgument, text,
        $"Runs cannot be grouped by '{text}'. Use Parameters.<name>, Tags.<name> or one of {string.Join(", ", GroupKey.Properties)}.");

    /// <summary>Nobody said which direction of a metric is better, or the runs disagree. Id: <c>GoalUnknown</c>.</summary>
    public static TrackerException GoalUnknown(string metric) => new(
        "GoalUnknown", TrackerErrorKind.InvalidArgument, metric,
        $"Whether a higher or a lower '{metric}' is better is not known: none of the runs says so, or they disagree. " +
        "Give -Goal Maximize or -Goal Minimize where it is offered, or record it: Add-Metric … -Goal Maximize.");

    /// <summary>A statistical test with one run in the baseline. Id: <c>TooFewSamples</c>.</summary>
    public static TrackerException TooFewBaselines(string metric, MetricTestMethod method) => new(
        "TooFewSamples", TrackerErrorKind.InvalidArgument, metric,
        $"The method {method} needs two baseline runs or more with a value of '{metric}', and there is one. Name more with -Baseline, take more with " +
        "-BaselineLast 10, or use -Method Tolerance; -AllowMissingBaseline passes until there are enough.");

    /// <summary>Welch's test of one run. Id: <c>TooFewSamples</c>.</summary>
    public static TrackerException TooFewCandidates(string metric) => new(
        "TooFewSamples", TrackerErrorKind.InvalidArgument, metric,
        $"The method Welch needs two runs or more to test '{metric}', and got one. Pass the repetitions too, or use -Method Prediction for a single run.");

    /// <summary>A test to which no run came. Id: <c>NothingToTest</c>.</summary>
    public static TrackerException NothingToTest() => new(
        "NothingToTest", TrackerErrorKind.NotFound, null, "No run came to be tested, so nothing was found good. Check what selects the runs.");

    /// <summary>Metrics are worse than their baseline. Id: <c>MetricAssertionFailed</c>; the target is the result, or a list of several.</summary>
    public static TrackerException AssertionFailed(IReadOnlyList<MetricTest> failed) => new(
        "MetricAssertionFailed", TrackerErrorKind.InvalidState, failed.Count == 1 ? failed[0] : failed.ToArray(),
        string.Join('\n', failed.Select(test => test.Reason)));

    /// <summary>A model has nothing in Production. Id: <c>NoProductionVersion</c>.</summary>
    public static TrackerException NoProductionVersion(string model) => new(
        "NoProductionVersion", TrackerErrorKind.NotFound, model,
        $"Model '{model}' has no version in Production to compare with. Put one there with Set-ModelVersion -Stage Production.");

    /// <summary>A version of a model does not say which run made it. Id: <c>RunNotRecorded</c>.</summary>
    public static TrackerException RunNotRecorded(string version) => new(
        "RunNotRecorded", TrackerErrorKind.NotFound, version,
        $"Model version {version} names no run that is there, so its metrics are not known. Register versions with -Run, or name the run with -Baseline.");
}
