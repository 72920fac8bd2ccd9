namespace ExperimentTracker.Filters;

/// <summary>Errors about filters and orders of runs.</summary>
public static class FilterErrors
{
    /// <summary>A property that runs do not have. Id: <c>FilterUnknownProperty</c>.</summary>
    public static TrackerException UnknownProperty(string property, string? place) => new(
        "FilterUnknownProperty", TrackerErrorKind.InvalidArgument, property,
        $"Runs have no property '{property}'{place}. They have {string.Join(", ", RunProperty.Names.Order(StringComparer.Ordinal))}; " +
        "add a name to Parameters, Metrics and Tags (Metrics.loss), and a name and a statistic to MetricStatistics (MetricStatistics.loss.Min).");

    /// <summary>Syntax that a filter does not support. Id: <c>FilterNotSupported</c>.</summary>
    public static TrackerException NotSupported(string text, string why, string place) => new(
        "FilterNotSupported", TrackerErrorKind.InvalidArgument, text, $"The filter has {why}{place}: {text}");

    /// <summary>The filter block fails for a run. Id: <c>FilterFailed</c>.</summary>
    public static TrackerException Failed(string run, Exception cause) => new(
        "FilterFailed", TrackerErrorKind.InvalidArgument, run,
        $"The filter fails for run {run}: {cause.Message} Runs for which it fails are not returned, and errors of this kind are reported once.", cause);

    /// <summary>A part of the filter that does not depend on the run cannot be evaluated. Id: <c>FilterFailed</c>.</summary>
    public static TrackerException NotEvaluated(string text, Exception cause) => new(
        "FilterFailed", TrackerErrorKind.InvalidArgument, text, $"The filter cannot be evaluated, because '{text}' fails: {cause.Message}", cause);

    /// <summary>A search for a pattern takes too long. Id: <c>FilterTooSlow</c>.</summary>
    public static TrackerException TooSlow(string pattern, object? run, Exception cause) => new(
        "FilterTooSlow", TrackerErrorKind.InvalidArgument, pattern,
        $"The search for the pattern '{pattern}' takes too long for run {run}. Avoid repetitions within repetitions, such as (a+)+, or use -like.", cause);

    /// <summary>The warning about a name that no run of the store has.</summary>
    public static string UnusedName(RunProperty property) =>
        $"No run of the store has a {(property.Name == nameof(Run.Parameters) ? "parameter" : property.Name == nameof(Run.Tags) ? "tag" : "metric")} '{property.Key}'.";

    /// <summary>A leaderboard of a metric without a goal. Id: <c>GoalUnknown</c>.</summary>
    public static TrackerException GoalUnknown(string metric, bool differs) => new(
        "GoalUnknown", TrackerErrorKind.InvalidArgument, metric,
        (differs ? $"Some runs minimize '{metric}' and others maximize it" : $"No run has a goal for '{metric}', so it is not known whether lower or higher is better") +
        $". Set -Goal Minimize or Maximize with Add-Metric, or specify the order: -OrderBy Metrics.{metric}, with -Descending if higher is better.");
}
