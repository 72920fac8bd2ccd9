namespace ExperimentTracker;

/// <summary>One thing that compared runs have or lack: a parameter, a metric, a tag …, with its value in each run.</summary>
public sealed record ComparisonRow
{
    /// <summary>What it is.</summary>
    public required ComparisonCategory Category { get; init; }

    /// <summary>
    /// Its name: of a parameter, metric or tag as the first run that has it writes it; of the others the name of the property of
    /// <see cref="Run"/> or <see cref="RunOrigin"/>; of an input its kind, with its role if it has one: <c>Dataset train</c>.
    /// </summary>
    public required string Name { get; init; }

    /// <summary>Whether a run has another value than the reference, or none.</summary>
    public required bool IsDifferent { get; init; }

    /// <summary>The unit of a metric, when the runs agree on it.</summary>
    public string? Unit { get; init; }

    /// <summary>Which direction of a metric is better, when the runs agree on it.</summary>
    public MetricGoal? Goal { get; init; }

    /// <summary>What each run has, in the order of the runs; the first is the reference.</summary>
    public required IReadOnlyList<ComparisonCell> Cells { get; init; }

    /// <summary>The values by column; <see langword="null"/> where a run has none.</summary>
    public NamedValues Values => new(Cells.Select(c => KeyValuePair.Create(c.Column, c.Value)));

    /// <summary>Of two runs: <see cref="ComparisonCell.Difference"/> of the second.</summary>
    public double? Difference => Second?.Difference;

    /// <summary>Of two runs: <see cref="ComparisonCell.RelativeDifference"/> of the second.</summary>
    public double? RelativeDifference => Second?.RelativeDifference;

    /// <summary>Of two runs: <see cref="ComparisonCell.IsBetter"/> of the second.</summary>
    public bool? IsBetter => Second?.IsBetter;

    /// <summary>The column of the best value of a metric with a goal, the first of equal ones; <see langword="null"/> when nothing differs.</summary>
    public string? Best => IsDifferent && Goal is { } goal
        ? Cells.Where(c => c.Value is double v && !double.IsNaN(v))
            .Aggregate((ComparisonCell?)null, (best, c) => best is null || goal.IsBetter((double)c.Value!, (double)best.Value!) ? c : best)?.Column
        : null;

    /// <summary>The number of different values; having none counts as one.</summary>
    public int DistinctCount => Cells.Select(c => (c.HasValue, c.Value)).Distinct(CellValues).Count();

    private ComparisonCell? Second => Cells.Count == 2 ? Cells[1] : null;

    private static readonly IEqualityComparer<(bool HasValue, object? Value)> CellValues =
        EqualityComparer<(bool HasValue, object? Value)>.Create(
            (a, b) => a.HasValue == b.HasValue && SameValue.Instance.Equals(a.Value, b.Value),
            c => SameValue.Instance.GetHashCode(c.Value));

    /// <summary>The name and the values: <c>lr: iris/000=0.1; iris/001=0.01</c>.</summary>
    public override string ToString() => $"{Name}: {Values}";
}
