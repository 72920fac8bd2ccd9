using System.Globalization;
using ExperimentTracker.Values;

namespace ExperimentTracker.Comparison;

/// <summary>Describes a test result as text, for output without the object.</summary>
public static class MetricTestText
{
    /// <summary>The reason, the difference and the limit; for a statistical test, also its statistics.</summary>
    public static string Detail(MetricTest test)
    {
        string[] figures =
        [
            .. Figure("value", test.Value), .. Figure("baseline", test.Baseline),
            .. test.BaselineCount > 1 ? [string.Create(CultureInfo.InvariantCulture, $"of {test.BaselineCount} runs")] : Array.Empty<string>(),
            .. Figure("difference", test.Difference), .. Percent(test.RelativeDifference), .. Figure("limit", test.Limit),
            .. Figure("p", test.PValue), .. Figure("level", test.SignificanceLevel), .. Figure("degrees of freedom", test.DegreesOfFreedom),
            .. Figure("U", test.U), .. Figure(test.Method == MetricTestMethod.MannWhitney ? "Cliff's delta" : "Hedges' g", test.EffectSize),
        ];
        return figures.Length == 0 ? test.Reason : $"{test.Reason} ({test.Method}: {string.Join(", ", figures)})";
    }

    private static IEnumerable<string> Figure(string name, double? value) =>
        value is { } number ? [$"{name} {ReadableText.Number(number, CultureInfo.InvariantCulture)}"] : [];

    private static IEnumerable<string> Percent(double? fraction) =>
        fraction is { } number ? [string.Create(CultureInfo.InvariantCulture, $"{number * 100:+0.##;-0.##;0} %")] : [];
}
