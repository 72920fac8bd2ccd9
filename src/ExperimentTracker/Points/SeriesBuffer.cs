using System.Runtime.InteropServices;
using ExperimentTracker.Series;

namespace ExperimentTracker.Points;

/// <summary>Buffered points of one series: either all with steps, or all without.</summary>
internal sealed class SeriesBuffer(string runId, string key, string? label)
{
    private readonly List<double> values = [];
    private readonly List<long> steps = [];
    private readonly List<long> ticks = [];
    private string? unit;
    private MetricGoal? goal;

    public string RunId => runId;

    public int Count => values.Count;

    /// <summary>Whether this is the series with this name.</summary>
    public bool Is(string ofRun, string ofKey, string? ofLabel) => ofKey == key && ofLabel == label && ofRun == runId;

    /// <summary>Whether points with or without steps can be added to the buffered ones.</summary>
    public bool Accepts(bool withSteps) => values.Count == 0 || withSteps == steps.Count > 0;

    public void Add(double value, long? step, long at, string? ofUnit, MetricGoal? ofGoal)
    {
        values.Add(value);
        if (step is { } given) steps.Add(given);
        ticks.Add(at);
        unit = ofUnit ?? unit;
        goal = ofGoal ?? goal;
    }

    public void Add(SeriesAppend append)
    {
        values.AddRange(append.Values.Span);
        steps.AddRange(append.Steps.Span);
        if (append.Ticks.Length == 1)
        {
            int from = ticks.Count;
            CollectionsMarshal.SetCount(ticks, from + append.Values.Length);
            CollectionsMarshal.AsSpan(ticks)[from..].Fill(append.Ticks.Span[0]);
        }
        else
        {
            ticks.AddRange(append.Ticks.Span);
        }

        unit = append.Unit ?? unit;
        goal = append.Goal ?? goal;
    }

    /// <summary>Returns the points as one append; the buffer must not be used afterwards.</summary>
    public SeriesAppend ToAppend() => new()
    {
        RunId = runId,
        Key = key,
        Label = label,
        Values = values.ToArray(),
        Steps = steps.ToArray(),
        Ticks = ticks.ToArray(),
        Unit = unit,
        Goal = goal,
    };
}
