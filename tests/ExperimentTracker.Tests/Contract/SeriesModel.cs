using ExperimentTracker.Series;

namespace ExperimentTracker.Tests.Contract;

/// <summary>A series as a list of points in the order in which they were written. Everything else is computed from it on demand.</summary>
public sealed class SeriesModel
{
    private readonly List<(long Step, double Value, long Ticks)> points = [];

    public bool IsEmpty => points.Count == 0;

    /// <returns>The first step that was assigned, or <see langword="null"/> if all steps were specified.</returns>
    public long? Append(SeriesAppend append)
    {
        long? assigned = append.Steps.IsEmpty ? IsEmpty ? 0 : points.Max(p => p.Step) + 1 : null;
        for (int i = 0; i < append.Values.Length; i++)
        {
            points.Add((
                assigned + i ?? append.Steps.Span[i],
                append.Values.Span[i],
                append.Ticks.Span[append.Ticks.Length == 1 ? 0 : i]));
        }

        return assigned;
    }

    public void CheckPoints(MetricSeries read, long first, long last)
    {
        // OrderBy is stable, so it keeps the order of equal steps.
        var expected = points.Where(p => p.Step >= first && p.Step <= last).OrderBy(p => p.Step).ToList();
        Assert.Equal(expected.Select(p => p.Step), read.Steps);
        Expect.SameBits([.. expected.Select(p => p.Value)], read.Values);
        Assert.Equal(expected.Select(p => p.Ticks), read.Timestamps.Select(t => t.ToUniversalTime().Ticks));
    }

    public void CheckStatistics(Metric metric)
    {
        var ordered = points.OrderBy(p => p.Step).ToList();
        var numbers = ordered.Where(p => !double.IsNaN(p.Value)).ToList();
        Assert.Equal((points.Count, points.Count - numbers.Count), (metric.Count, metric.NaNCount));
        Assert.Equal((ordered[0].Step, ordered[^1].Step), (metric.FirstStep, metric.LastStep));
        Expect.SameBits([ordered[0].Value, ordered[^1].Value], [metric.First, metric.Last]);
        Assert.Equal(ordered[^1].Ticks, metric.LastAt.ToUniversalTime().Ticks);
        if (numbers.Count == 0) return;
        (double min, double max) = (numbers.Min(p => p.Value), numbers.Max(p => p.Value));
        Assert.Equal((min, max), (metric.Min, metric.Max));
        Assert.Equal((numbers.First(p => p.Value == min).Step, numbers.First(p => p.Value == max).Step), (metric.MinStep, metric.MaxStep));
        decimal mean = numbers.Sum(p => (decimal)p.Value) / numbers.Count;
        Assert.Equal((double)mean, metric.Mean!.Value, 1e-9);
    }
}
