using System.Globalization;

namespace ExperimentTracker.Formatting;

/// <summary>Formats comparisons, measures and tests for tables. Called by the format file.</summary>
public static class ComparisonText
{
    private const string Good = "\u001b[32m";
    private const string Bad = "\u001b[31m";
    private const string Reset = "\u001b[0m";

    /// <summary>The legend of the columns: <c>1 = iris/000, 2 = iris/001</c>.</summary>
    public static string Runs(ComparisonRow row) => DisplayText.Value(string.Join(", ", row.Cells.Select((c, i) => $"{i + 1} = {c.Column}")));

    /// <summary>The value of a run, limited in width if it is a number: green if better than the reference, red if worse; <c>-</c> if there is none.</summary>
    public static string Cell(ComparisonRow row, int index, int width)
    {
        ComparisonCell cell = row.Cells[index];
        string text = cell.HasValue ? Short(row, cell.Value, width) : "-";
        return cell.IsBetter is { } better ? Colour(text, better) : text;
    }

    /// <summary>The difference of the second of two runs: <c>+0.04 (+4.4%)</c>.</summary>
    public static string Change(ComparisonRow row)
    {
        if (row.Difference is not { } difference || difference == 0) return "";
        string text = Signed(difference) + (row.RelativeDifference is { } relative ? $" ({Percent(relative)})" : "");
        return row.IsBetter is { } better ? Colour(text, better) : text;
    }

    /// <summary>The number of the best run.</summary>
    public static string Best(ComparisonRow row) => row.Best is { } best
        ? (row.Cells.Select(c => c.Column).ToList().IndexOf(best) + 1).ToString(CultureInfo.InvariantCulture)
        : "";

    /// <summary>The values of many runs: the range of numbers, or each value with the number of runs that have it, most frequent first.</summary>
    public static string Spread(ComparisonRow row)
    {
        double[] numbers = [.. row.Cells.Select(c => c.Value).Select(v => v is double or long ? Convert.ToDouble(v, CultureInfo.InvariantCulture) : double.NaN).Where(v => !double.IsNaN(v))];
        if (row.Category == ComparisonCategory.Metric && numbers.Length > 1) return $"{DisplayText.Number(numbers.Min())} to {DisplayText.Number(numbers.Max())}";
        return string.Join(", ", row.Cells.GroupBy(c => c.HasValue ? Short(row, c.Value, int.MaxValue) : "-", StringComparer.Ordinal)
            .OrderByDescending(g => g.Count()).Select(g => g.Count() == 1 ? g.Key : $"{g.Key} ×{g.Count()}"));
    }

    /// <summary>The common values of a group: <c>lr=0.1, team=blue</c>; <c>all</c> if the runs were not grouped.</summary>
    public static string Group(RunMeasure measure) => measure.Group.Count == 0 ? "all" : string.Join(", ", measure.Group.Pairs.Select(p =>
        $"{DisplayText.Value(LastName(p.Key))}={(p.Value is null ? "-" : DisplayText.Value(p.Value))}"));

    /// <summary>The confidence interval by its bounds: <c>0.89 to 0.94</c>.</summary>
    public static string Interval(RunMeasure measure) =>
        measure.ConfidenceLow is { } low ? $"{DisplayText.Number(low)} to {DisplayText.Number(measure.ConfidenceHigh)}" : "";

    /// <summary>The confidence interval by its margin: <c>±0.025</c>.</summary>
    public static string Margin(RunMeasure measure) =>
        measure.ConfidenceHigh is { } high ? $"±{(high - measure.Mean!.Value).ToString("G3", CultureInfo.CurrentCulture)}" : "";

    /// <summary>The range from the lowest to the highest value.</summary>
    public static string Range(RunMeasure measure) =>
        measure.Count == 0 ? "" : $"{DisplayText.ShortNumber(measure.Min)} to {DisplayText.ShortNumber(measure.Max)}";

    /// <summary>Whether a test passed, in colour.</summary>
    public static string Passed(MetricTest test) => Colour(test.Passed ? "True" : "False", test.Passed);

    /// <summary>A fraction in percent, with its sign: <c>+4.4%</c>.</summary>
    public static string Percent(double? fraction) => fraction is { } value
        ? $"{(value > 0 ? "+" : "")}{(value * 100).ToString(Math.Abs(value) < 10 ? "0.##" : "G3", CultureInfo.CurrentCulture)}%"
        : "";

    private static string Signed(double value) => $"{(value > 0 ? "+" : "")}{DisplayText.ShortNumber(value)}";

    // A number keeps its first digits and its exponent where a table would truncate it.
    private static string Short(ComparisonRow row, object? value, int width)
    {
        if (value is null) return "null";
        if (row.Category == ComparisonCategory.Run && value is DateTime time) return DisplayText.Age(time);
        if (value is TimeSpan duration) return DisplayText.Duration(duration);
        string text = DisplayText.Value(value);
        for (int digits = 5; value is double number && text.Length > width && digits > 0; digits--) text = number.ToString($"G{digits}", CultureInfo.CurrentCulture);
        return text;
    }

    private static string LastName(string key) => key.IndexOf('.', StringComparison.Ordinal) is var dot and > 0 ? key[(dot + 1)..] : key;

    private static string Colour(string text, bool good) => $"{(good ? Good : Bad)}{text}{Reset}";
}
