using ExperimentTracker.Values;

namespace ExperimentTracker.Charts;

/// <summary>Groups individual points into series.</summary>
internal sealed class PointCollector
{
    private readonly Dictionary<(string RunId, string Key, string? Label), List<MetricPoint>> points = [];

    /// <summary>Adds points.</summary>
    public void Add(IEnumerable<MetricPoint> more)
    {
        foreach (MetricPoint point in more)
        {
            var series = (point.RunId, point.Key, point.Label);
            if (!points.TryGetValue(series, out List<MetricPoint>? list)) points.Add(series, list = []);
            list.Add(point);
        }
    }

    /// <summary>Returns the series in the order of their first points, with the points of each sorted by step.</summary>
    public IEnumerable<MetricSeries> Series()
    {
        foreach (((string runId, string key, string? label), List<MetricPoint> list) in points)
        {
            MetricPoint[] ordered = [.. list.OrderBy(p => p.Step)];
            yield return MetricSeries.Create(
                new Metric { RunId = runId, Key = key, Label = label, Count = ordered.Length },
                null,
                Array.ConvertAll(ordered, p => p.Step),
                Array.ConvertAll(ordered, p => p.Value),
                Array.ConvertAll(ordered, p => UtcTicks.From(p.Timestamp)));
        }
    }
}
