using ExperimentTracker.Transfer;

namespace ExperimentTracker.Interop.MLflow.Terms;

/// <summary>A run with its names in MLflow.</summary>
internal sealed record OwnRun
{
    /// <summary>The run with its tags and history, without what MLflow keeps itself or has no place for.</summary>
    public required TransferRun Run { get; init; }

    /// <summary>The series.</summary>
    public IReadOnlyList<OwnSeries> Series { get; init; } = [];

    /// <summary>The names of parameters by those in MLflow, if they differ.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>The keys of tags by those in MLflow, if they differ.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>Makes the record of a run.</summary>
    public static OwnRun Of(TransferRun run, RunNames names) => new()
    {
        Run = run with { Run = run.Run with { TrialId = null }, Epochs = [], Results = [], Distributions = [], Logs = [], Metrics = [] },
        Series = [.. run.Metrics.Select(m => new OwnSeries { Name = names.OfSeries(m.Name), Key = m.Key, Label = m.Label, Unit = m.Unit, Goal = m.Goal })],
        Parameters = Changed(names.Parameters),
        Tags = Changed(names.Tags),
    };

    private static Dictionary<string, string> Changed(IReadOnlyDictionary<string, string> names) =>
        names.Where(n => n.Key != n.Value).ToDictionary(n => n.Value, n => n.Key, StringComparer.Ordinal);
}

/// <summary>A series of a run.</summary>
internal sealed record OwnSeries
{
    /// <summary>The name in MLflow.</summary>
    public required string Name { get; init; }

    /// <summary>The key.</summary>
    public required string Key { get; init; }

    /// <summary>The label, or <see langword="null"/>.</summary>
    public string? Label { get; init; }

    /// <summary>The unit.</summary>
    public string? Unit { get; init; }

    /// <summary>The goal.</summary>
    public MetricGoal? Goal { get; init; }
}
