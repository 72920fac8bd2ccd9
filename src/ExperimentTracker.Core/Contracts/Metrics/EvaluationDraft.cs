using ExperimentTracker.Rules;
using ExperimentTracker.Series;

namespace ExperimentTracker.Contracts.Metrics;

/// <summary>An epoch or a result to add, with the series that its values belong to.</summary>
public sealed record EvaluationDraft
{
    private const string Accuracies = "accuracy";
    private const string Losses = "loss";

    /// <summary>The kind: <see cref="RecordType.Epoch"/> or <see cref="RecordType.Result"/>.</summary>
    public required RecordType Type { get; init; }

    /// <summary>The id of the run.</summary>
    public required string RunId { get; init; }

    /// <summary>The id, or <see langword="null"/> to generate one.</summary>
    public string? Id { get; init; }

    /// <summary>The number within the run, or <see langword="null"/> for the next one; the first is 0.</summary>
    public long? Index { get; init; }

    /// <summary>The total accuracy.</summary>
    public double? Accuracy { get; init; }

    /// <summary>The accuracy by label, as doubles.</summary>
    public NamedValues AccuracyPerLabel { get; init; } = NamedValues.Empty;

    /// <summary>The total loss.</summary>
    public double? Loss { get; init; }

    /// <summary>The loss by label, as doubles.</summary>
    public NamedValues LossPerLabel { get; init; } = NamedValues.Empty;

    /// <summary>Further values by name, as doubles. A name with a label in brackets, <c>f1[setosa]</c>, is a labelled series.</summary>
    public NamedValues Metrics { get; init; } = NamedValues.Empty;

    /// <summary>When it was measured, in UTC ticks.</summary>
    public required long Ticks { get; init; }

    /// <summary>Returns the points of its values: <c>epoch/accuracy</c>, <c>epoch/accuracy[setosa]</c>, <c>epoch/loss</c> … The index is their step.</summary>
    /// <exception cref="TrackerException"><c>InvalidMetricKey</c> or <c>InvalidStep</c>.</exception>
    public IReadOnlyList<SeriesAppend> Appends(long index)
    {
        SeriesAppend[] appends = [.. Values().Select(v => new SeriesAppend
        {
            RunId = RunId,
            Key = $"{Type.Noun()}/{v.Key}",
            Label = v.Label,
            Values = new[] { v.Value },
            Steps = new[] { index },
            Ticks = new[] { Ticks },
            Goal = v.Key switch { Accuracies => MetricGoal.Maximize, Losses => MetricGoal.Minimize, _ => null },
        })];
        foreach (SeriesAppend append in appends) append.Check();
        return appends;
    }

    private IEnumerable<(string Key, string? Label, double Value)> Values()
    {
        if (Accuracy is { } accuracy) yield return (Accuracies, null, accuracy);
        foreach ((string label, object? value) in AccuracyPerLabel.Pairs) yield return (Accuracies, label, (double)value!);
        if (Loss is { } loss) yield return (Losses, null, loss);
        foreach ((string label, object? value) in LossPerLabel.Pairs) yield return (Losses, label, (double)value!);
        foreach ((string name, object? value) in Metrics.Pairs)
        {
            Names.CheckMetric(name);
            (string key, string? label) = Metric.Split(name);
            if (Names.Fold(key) is "ACCURACY" or "LOSS") throw RunErrors.MetricKey(name, "totals and labels of accuracy and loss have their own properties");
            yield return (key, label, (double)value!);
        }
    }
}
