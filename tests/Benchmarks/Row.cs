using System.Globalization;
using System.Text.Json.Serialization;

namespace ExperimentTracker.Benchmarks;

/// <summary>One line of the table: a work, its time, the limit's, and the budget.</summary>
/// <param name="Work">What is done.</param>
/// <param name="Unit">What the times are for: a point, a run.</param>
/// <param name="Ours">Our time in microseconds, the median of several runs.</param>
/// <param name="Limit">What the limit is.</param>
/// <param name="LimitTime">The limit's time in microseconds, taken in turns with ours; <see langword="null"/> for a budget that is no ratio.</param>
/// <param name="Ratio">The median of the ratios of neighbouring runs: ours to the limit's. For a budget that is no ratio, our figure.</param>
/// <param name="Budget">The most the ratio may be; <see langword="null"/> for a figure that is only reported.</param>
/// <param name="Spread">The lowest and highest of these ratios.</param>
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
