using System.Globalization;

namespace ExperimentTracker.Comparison;

/// <summary>Errors about comparing, measuring and testing runs.</summary>
public static class ComparisonErrors
{
    /// <summary>A comparison of fewer than two runs. Id: <c>TooFewRuns</c>.</summary>
    public static TrackerException TooFewRuns(int count) => new(
        "TooFewRuns", TrackerErrorKind.InvalidArgument, count,
        $"A comparison needs at least two different runs, and got {(count == 0 ? "none" : "one")}. Pipe more, or name them: Compare-Run iris/0, iris/1.");

    /// <summary>The key does not identify a property to group runs by. Id: <c>UnknownGroupKey</c>.</summary>
    public static TrackerException UnknownGroupKey(string text) => new(
        "UnknownGroupKey", TrackerErrorKind.InvalidArgument, text,
        $"Runs cannot be grouped by '{text}': none of them has a parameter or a tag of this name. Use Parameters.<name>, Tags.<name>, a script block, or one of " +
        $"{string.Join(", ", GroupKey.Properties)}.");

    /// <summary>The key is the name of a parameter and of a tag. Id: <c>AmbiguousGroupKey</c>.</summary>
    public static TrackerException AmbiguousGroupKey(string name) => new(
        "AmbiguousGroupKey", TrackerErrorKind.InvalidArgument, name,
        $"Runs have a parameter and a tag with the name '{name}'. Write Parameters.{name} or Tags.{name}.");

    /// <summary>The script block of a key failed for a run. Id: <c>GroupKeyFailed</c>.</summary>
    public static TrackerException GroupKeyFailed(string run, Exception cause) => new(
        "GroupKeyFailed", TrackerErrorKind.InvalidArgument, run,
        $"The block of -GroupBy failed for run {run}: {cause.Message} Correct the block; in it, $_ is a run.", cause);

    /// <summary>A metric has no goal, or the goals of the runs differ. Id: <c>GoalUnknown</c>.</summary>
    public static TrackerException GoalUnknown(string metric) => new(
        "GoalUnknown", TrackerErrorKind.InvalidArgument, metric,
        $"It is not known whether a higher or a lower '{metric}' is better: none of the runs has a goal for it, or their goals differ. " +
        "Pass -Goal Maximize or -Goal Minimize where the cmdlet has this parameter, or record the goal: Add-Metric … -Goal Maximize.");

    /// <summary>A statistical test with one run in the baseline. Id: <c>TooFewSamples</c>.</summary>
    public static TrackerException TooFewBaselines(string metric, MetricTestMethod method) => new(
        "TooFewSamples", TrackerErrorKind.InvalidArgument, metric,
        $"The method {method} needs at least two baseline runs with a value of '{metric}', and there is one. Name more with -Baseline, select more with " +
        "-BaselineLast 10, or use -Method Tolerance. With -AllowMissingBaseline the test passes until there are enough.");

    /// <summary>A test of several runs that got one. Id: <c>TooFewSamples</c>.</summary>
    public static TrackerException TooFewCandidates(string metric, MetricTestMethod method) => new(
        "TooFewSamples", TrackerErrorKind.InvalidArgument, metric,
        $"The method {method} needs at least two runs to test '{metric}', and got one. Pass its repetitions too, or use -Method Prediction for a single run.");

    /// <summary>Two groups that are so small that no order of their values would be significant. Id: <c>TooFewSamples</c>.</summary>
    public static TrackerException TooFewForRanks(string metric, int candidates, int baseline, double level) => new(
        "TooFewSamples", TrackerErrorKind.InvalidArgument, metric,
        string.Create(CultureInfo.InvariantCulture, $"The method MannWhitney cannot fail with {candidates} runs against {baseline} at the significance level {level}, even if each ") +
        $"'{metric}' is worse than all of the baseline. Add runs (four against four are enough for 0.05), use -Method Welch, or pass a higher -SignificanceLevel.");

    /// <summary>Limits that no value can keep. Id: <c>InvalidLimit</c>.</summary>
    public static TrackerException InvalidLimit(double? minimum, double? maximum) => new(
        "InvalidLimit", TrackerErrorKind.InvalidArgument, minimum ?? maximum,
        minimum is double.NaN || maximum is double.NaN ? "NaN is not a limit, because every value would pass. Specify a number."
            : string.Create(CultureInfo.InvariantCulture, $"The minimum {minimum:R} is above the maximum {maximum:R}, so no value passes. Exchange them."));

    /// <summary>Runs are neither piped nor named. Id: <c>NothingToMeasure</c>.</summary>
    public static TrackerException NothingToMeasure() => new(
        "NothingToMeasure", TrackerErrorKind.InvalidArgument, null, "There are no runs to measure. Pipe runs, or name them with -Run or -Experiment.");

    /// <summary>There are no runs to test. Id: <c>NothingToTest</c>.</summary>
    public static TrackerException NothingToTest() => new(
        "NothingToTest", TrackerErrorKind.NotFound, null, "There are no runs to test, so the test cannot pass. Check the selection of the runs.");

    /// <summary>Metrics are worse than their baseline, or beyond a limit. Id: <c>MetricAssertionFailed</c>; the target is the result, or a list of several.</summary>
    public static TrackerException AssertionFailed(IReadOnlyList<MetricTest> failed) => new(
        "MetricAssertionFailed", TrackerErrorKind.InvalidState, failed.Count == 1 ? failed[0] : failed.ToArray(),
        string.Join('\n', failed.Select(test => test.Reason)));

    /// <summary>A model has no version in Production. Id: <c>NoProductionVersion</c>.</summary>
    public static TrackerException NoProductionVersion(string model) => new(
        "NoProductionVersion", TrackerErrorKind.NotFound, model,
        $"Model '{model}' has no version in Production to compare with. Promote one with Set-ModelVersion -Stage Production.");

    /// <summary>A model version has no run. Id: <c>RunNotRecorded</c>.</summary>
    public static TrackerException RunNotRecorded(string version) => new(
        "RunNotRecorded", TrackerErrorKind.NotFound, version,
        $"Model version {version} has no run in this store, so its metrics are not known. Register versions with -Run, or name the run with -Baseline.");
}
