namespace ExperimentTracker.Filters;

/// <summary>
/// A run as filters see it. A metric that it lacks is NaN, and a parameter or tag that it lacks is <see langword="null"/>, in strict mode too. A tag
/// without a value is the string <c>True</c>, which is true, equals <see langword="true"/>, and does not equal another value.
/// </summary>
public static class RunView
{
    private const string BareTag = "True";

    private static readonly Metric Missing = new() { RunId = "", Key = "", Count = 0, First = double.NaN, Last = double.NaN, Min = double.NaN, Max = double.NaN, Mean = double.NaN };

    /// <summary>Returns the run with a value for every name. The statistics of a metric that is nothing but NaN are NaN too.</summary>
    public static Run Of(Run run) => run with
    {
        Parameters = run.Parameters.WithFallback(null),
        Tags = new NamedValues(new ViewedTags(run.Tags)).WithFallback(null),
        Metrics = run.Metrics.WithFallback(double.NaN),
        MetricStatistics = new NamedValues(new ViewedStatistics(run.MetricStatistics)).WithFallback(Missing),
    };

    private static object? WithNaN(object? statistics) => statistics is Metric { Min: null } metric
        ? metric with { Min = double.NaN, Max = double.NaN, Mean = double.NaN }
        : statistics;

    private sealed class ViewedTags(NamedValues tags) : DeferredEntries
    {
        public override IEnumerable<KeyValuePair<string, object?>> Create() => tags.Pairs.Select(t => KeyValuePair.Create(t.Key, (object?)(t.Value ?? BareTag)));
    }

    private sealed class ViewedStatistics(NamedValues statistics) : DeferredEntries
    {
        public override IEnumerable<KeyValuePair<string, object?>> Create() => statistics.Pairs.Select(p => KeyValuePair.Create(p.Key, WithNaN(p.Value)));
    }
}
