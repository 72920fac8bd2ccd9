namespace ExperimentTracker.Filters;

/// <summary>Errors about filters and orders of runs.</summary>
public static class FilterErrors
{
    /// <summary>A property that runs do not have. Id: <c>FilterUnknownProperty</c>.</summary>
    public static TrackerException UnknownProperty(string property, string? place) => new(
        "FilterUnknownProperty", TrackerErrorKind.InvalidArgument, property,
        $"Runs have no property '{property}'{place}. They have {string.Join(", ", RunProperty.Names.Order(StringComparer.Ordinal))}; " +
        "of Parameters, Metrics and Tags name one (Metrics.loss), of MetricStatistics one and what of it (MetricStatistics.loss.Min).");

    /// <summary>Something that a filter cannot have. Id: <c>FilterNotSupported</c>.</summary>
    public static TrackerException NotSupported(string text, string why, string place) => new(
        "FilterNotSupported", TrackerErrorKind.InvalidArgument, text, $"The filter has {why}{place}: {text}");

    /// <summary>The block that filters failed. Id: <c>FilterFailed</c>.</summary>
    public static TrackerException Failed(string run, Exception cause) => new(
        "FilterFailed", TrackerErrorKind.InvalidArgument, run, $"The filter fails for run {run}: {cause.Message}", cause);

    /// <summary>A leaderboard of a metric of which nobody said which way is better. Id: <c>GoalUnknown</c>.</summary>
    public static TrackerException GoalUnknown(string metric, bool differs) => new(
        "GoalUnknown", TrackerErrorKind.InvalidArgument, metric,
        (differs ? $"Some runs minimize '{metric}' and others maximize it" : $"No run says whether '{metric}' is better when lower or higher") +
        $", so none is best. Give -Goal Minimize or Maximize to Add-Metric, or name the order: -OrderBy Metrics.{metric}, with -Descending if higher is better.");
}
