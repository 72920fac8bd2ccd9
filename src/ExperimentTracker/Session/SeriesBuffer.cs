namespace ExperimentTracker.Session;

/// <summary>Points of one series that wait to be written: either all with steps, or all without.</summary>
internal sealed class SeriesBuffer(SeriesAppend first)
{
    private readonly bool hasSteps = !first.Steps.IsEmpty;
    private readonly List<double> values = [];
    private readonly List<long> steps = [];
    private readonly List<long> ticks = [];
    private string? unit;
    private MetricGoal? goal;

    public string RunId => first.RunId;

    /// <summary>Whether the points can go in one piece with those that are here.</summary>
    public bool Takes(SeriesAppend append) => !append.Steps.IsEmpty == hasSteps;

    public void Add(SeriesAppend append)
    {
        foreach (double value in append.Values.Span) values.Add(value);
        foreach (long step in append.Steps.Span) steps.Add(step);
        for (int i = 0; i < append.Values.Length; i++) ticks.Add(append.Ticks.Span[append.Ticks.Length == 1 ? 0 : i]);
        unit = append.Unit ?? unit;
        goal = append.Goal ?? goal;
    }

    public SeriesAppend ToAppend() => first with
    {
        Values = values.ToArray(),
        Steps = steps.ToArray(),
        Ticks = ticks.ToArray(),
        Unit = unit,
        Goal = goal,
    };
}
