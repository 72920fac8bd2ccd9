using System.Globalization;
using System.Text.Json.Serialization;

namespace ExperimentTracker.Benchmarks;

/// <summary>One row of the table: an operation, its time, the time of the limit, and the budget.</summary>
/// <param name="Work">The operation.</param>
/// <param name="Unit">What the times refer to: a point, a run.</param>
/// <param name="Ours">The time of the operation in microseconds: the median of several runs.</param>
/// <param name="Limit">The description of the limit.</param>
/// <param name="LimitTime">
/// The time of the limit in microseconds, measured alternately with the operation; <see langword="null"/> if the budget is not a ratio.
/// </param>
/// <param name="Ratio">The median of the ratios of adjacent runs, operation to limit. If the budget is not a ratio, the measured figure.</param>
/// <param name="Budget">The largest allowed ratio, or <see langword="null"/> for a figure without a budget.</param>
/// <param name="Spread">The smallest and the largest of these ratios.</param>
public sealed record Row(string Work, string Unit, double Ours, string? Limit, double? LimitTime, double Ratio, double? Budget, double[] Spread)
{
    /// <summary>Whether the budget is met.</summary>
    [JsonIgnore]
    public string Verdict => Budget is null ? "" : Ratio <= Budget ? "met" : "not met";

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Work,-58} {Ours,12:0.###} {(LimitTime is { } t ? t.ToString("0.###", CultureInfo.InvariantCulture) : "-"),12} {Ratio,8:0.00} {(Budget is { } b ? b.ToString("0.##", CultureInfo.InvariantCulture) : "-"),7} {Verdict}");

    public static string Header => $"{"work",-58} {"ours, µs",12} {"limit, µs",12} {"ratio",8} {"budget",7}";
}
