namespace ExperimentTracker.Filters;

/// <summary>A run as filters see it: a metric that it lacks is NaN, so that no comparison with it is true.</summary>
public static class RunView
{
    private static readonly Metric Missing = new() { RunId = "", Key = "", Count = 0, First = double.NaN, Last = double.NaN, Min = double.NaN, Max = double.NaN, Mean = double.NaN };

    /// <summary>Returns the run with metrics that have a value for every name. The statistics of a metric that is nothing but NaN are NaN too.</summary>
    public static Run Of(Run run) => run with
    {
        Metrics = run.Metrics.WithFallback(double.NaN),
        MetricStatistics = new NamedValues(run.MetricStatistics.Pairs.Select(p => KeyValuePair.Create(p.Key, WithNaN(p.Value)))).WithFallback(Missing),
    };

    private static object? WithNaN(object? statistics) => statistics is Metric { Min: null } metric
        ? metric with { Min = double.NaN, Max = double.NaN, Mean = double.NaN }
        : statistics;
}
