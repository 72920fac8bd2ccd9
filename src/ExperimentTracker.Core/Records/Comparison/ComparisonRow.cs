namespace ExperimentTracker;

/// <summary>A parameter, metric, tag or other property of compared runs, with its value in each run.</summary>
public sealed record ComparisonRow
{
    /// <summary>The category.</summary>
    public required ComparisonCategory Category { get; init; }

    /// <summary>
    /// The name. A parameter, metric or tag is named as in the first run that has it. Other properties have the name of the property of <see
    /// cref="Run"/> or <see cref="RunOrigin"/>. An input has the name of its kind, followed by its role if it has one: <c>Dataset train</c>.
    /// </summary>
    public required string Name { get; init; }

    /// <summary>Whether a run has another value than the reference, or no value.</summary>
    public required bool IsDifferent { get; init; }

    /// <summary>The unit of a metric, if all runs have the same.</summary>
    public string? Unit { get; init; }

    /// <summary>The goal of a metric, if all runs have the same.</summary>
    public MetricGoal? Goal { get; init; }

    /// <summary>The statistic of the metric that is compared, and that <see cref="Best"/> refers to; <see langword="null"/> for other rows.</summary>
    public MetricStatistic? Statistic { get; init; }

    /// <summary>The values, in the order of the runs; the first is the reference.</summary>
    public required IReadOnlyList<ComparisonCell> Cells { get; init; }

    /// <summary>The values by column; <see langword="null"/> for a run without a value.</summary>
    public NamedValues Values => new(Cells.Select(c => KeyValuePair.Create(c.Column, c.Value)));

    /// <summary>For a comparison of two runs: <see cref="ComparisonCell.Difference"/> of the second.</summary>
    public double? Difference => Second?.Difference;

    /// <summary>For a comparison of two runs: <see cref="ComparisonCell.RelativeDifference"/> of the second.</summary>
    public double? RelativeDifference => Second?.RelativeDifference;

    /// <summary>For a comparison of two runs: <see cref="ComparisonCell.IsBetter"/> of the second.</summary>
    public bool? IsBetter => Second?.IsBetter;

    /// <summary>
    /// The column of the best value of a metric with a goal, of the runs that can be the best (<see cref="ComparisonCell.IsRanked"/>), and the first of
    /// equal ones; <see langword="null"/> if all are equal.
    /// </summary>
    public string? Best => IsDifferent && Goal is { } goal
        ? Cells.Where(c => c.IsRanked && c.Value is double v && !double.IsNaN(v))
            .Aggregate((ComparisonCell?)null, (best, c) => best is null || goal.IsBetter((double)c.Value!, (double)best.Value!) ? c : best)?.Column
        : null;

    /// <summary>The number of distinct values; a missing value counts as one.</summary>
    public int DistinctCount => Cells.Select(c => (c.HasValue, c.Value)).Distinct(CellValues).Count();

    private ComparisonCell? Second => Cells.Count == 2 ? Cells[1] : null;

    private static readonly IEqualityComparer<(bool HasValue, object? Value)> CellValues =
        EqualityComparer<(bool HasValue, object? Value)>.Create(
            (a, b) => a.HasValue == b.HasValue && SameValue.Instance.Equals(a.Value, b.Value),
            c => SameValue.Instance.GetHashCode(c.Value));

    /// <summary>The name and the values: <c>lr: iris/000=0.1; iris/001=0.01</c>.</summary>
    public override string ToString() => $"{Name}: {Values}";
}
