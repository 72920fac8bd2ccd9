namespace ExperimentTracker.Rules;

/// <summary>Errors about predictions.</summary>
public static class PredictionErrors
{
    /// <summary>The predictions do not fit each other, or the measure is not defined for them. Id: <c>InvalidPredictions</c>.</summary>
    public static TrackerException Invalid(object? target, string why) => new(
        "InvalidPredictions", TrackerErrorKind.InvalidArgument, target, $"The predictions cannot be evaluated: {why}");
}
