namespace ExperimentTracker.Rules;

/// <summary>Errors about distributions.</summary>
public static class DistributionErrors
{
    /// <summary>The bins are not valid, or do not fit the values. Id: <c>InvalidBins</c>.</summary>
    public static TrackerException Bins(object? target, string why) => new(
        "InvalidBins", TrackerErrorKind.InvalidArgument, target, $"The bins are not valid: {why}");

    /// <summary>A step below zero. Id: <c>InvalidStep</c>.</summary>
    public static TrackerException Step(string key, long step) => new(
        "InvalidStep", TrackerErrorKind.InvalidArgument, step, $"Step {step} of distribution '{key}' is negative: steps go from 0 to 9223372036854775807.");

    /// <summary>The highest step is used, and there is no next one. Id: <c>StepOverflow</c>.</summary>
    public static TrackerException StepOverflow(string key) => new(
        "StepOverflow", TrackerErrorKind.InvalidArgument, key,
        $"Distribution '{key}' has reached the highest step, 9223372036854775807, and has no next step. Give -Step.");

    /// <summary>There are no values to count. Id: <c>ValuesMissing</c>.</summary>
    public static TrackerException NoValues(string key) => new(
        "ValuesMissing", TrackerErrorKind.InvalidArgument, key, $"'{key}' has no values. Give them with -Value, or through the pipeline.");

    /// <summary>A distribution is given several steps or times. Id: <c>LengthMismatch</c>.</summary>
    public static TrackerException NotOne(string key, string what, int count) => new(
        "LengthMismatch", TrackerErrorKind.InvalidArgument, key, $"All values of distribution '{key}' have one step and one time, but the number of {what} is {count}. Give one, or none.");

    /// <summary>There is no such distribution. Id: <c>DistributionNotFound</c>.</summary>
    public static TrackerException NotFound(string key, string subject) => new(
        "DistributionNotFound", TrackerErrorKind.NotFound, key, $"{subject} distribution '{key}'. Get-Distribution lists the existing ones.");
}
