using System.Globalization;

namespace ExperimentTracker.Formatting;

/// <summary>Comparisons, measures and tests as the tables show them. Called by the format file.</summary>
public static class ComparisonText
{
    private const string Good = "\u001b[32m";
    private const string Bad = "\u001b[31m";
    private const string Reset = "\u001b[0m";

    /// <summary>Which number stands for which run: <c>1 = iris/000, 2 = iris/001</c>.</summary>
    public static string Runs(ComparisonRow row) => DisplayText.Value(string.Join(", ", row.Cells.Select((c, i) => $"{i + 1} = {c.Column}")));

    /// <summary>
    /// What a run has, in so many characters if it is a number: better than the reference in green, worse in red; <c>-</c> when it has none.
    /// </summary>
    public static string Cell(ComparisonRow row, int index, int width)
    {
        ComparisonCell cell = row.Cells[index];
        string text = cell.HasValue ? Short(row, cell.Value, width) : "-";
        return cell.IsBetter is { } better ? Colour(text, better) : text;
    }

    /// <summary>Of two runs, by how much the second differs: <c>+0.04 (+4.4%)</c>.</summary>
    public static string Change(ComparisonRow row)
    {
        if (row.Difference is not { } difference || difference == 0) return "";
        string text = Signed(difference) + (row.RelativeDifference is { } relative ? $" ({Percent(relative)})" : "");
        return row.IsBetter is { } better ? Colour(text, better) : text;
    }

    /// <summary>The number of the run that is best.</summary>
    public static string Best(ComparisonRow row) => row.Best is { } best
        ? (row.Cells.Select(c => c.Column).ToList().IndexOf(best) + 1).ToString(CultureInfo.InvariantCulture)
        : "";

    /// <summary>Values of many runs: from the lowest number to the highest, or each with the number of runs that have it, the most frequent first.</summary>
    public static string Spread(ComparisonRow row)
    {
        double[] numbers = [.. row.Cells.Select(c => c.Value).Select(v => v is double or long ? Convert.ToDouble(v, CultureInfo.InvariantCulture) : double.NaN).Where(v => !double.IsNaN(v))];
        if (row.Category == ComparisonCategory.Metric && numbers.Length > 1) return $"{DisplayText.Number(numbers.Min())} to {DisplayText.Number(numbers.Max())}";
        return string.Join(", ", row.Cells.GroupBy(c => c.HasValue ? Short(row, c.Value, int.MaxValue) : "-", StringComparer.Ordinal)
            .OrderByDescending(g => g.Count()).Select(g => g.Count() == 1 ? g.Key : $"{g.Key} ×{g.Count()}"));
    }

    /// <summary>What a group has in common: <c>lr=0.1, team=blue</c>; <c>all</c> when the runs were not grouped.</summary>
    public static string Group(RunMeasure measure) => measure.Group.Count == 0 ? "all" : string.Join(", ", measure.Group.Pairs.Select(p =>
        $"{DisplayText.Value(LastName(p.Key))}={(p.Value is null ? "-" : DisplayText.Value(p.Value))}"));

    /// <summary>The confidence interval by its ends: <c>0.89 to 0.94</c>.</summary>
    public static string Interval(RunMeasure measure) =>
        measure.ConfidenceLow is { } low ? $"{DisplayText.Number(low)} to {DisplayText.Number(measure.ConfidenceHigh)}" : "";

    /// <summary>The confidence interval by what it leaves on both sides of the mean: <c>±0.025</c>.</summary>
    public static string Margin(RunMeasure measure) =>
        measure.ConfidenceHigh is { } high ? $"±{(high - measure.Mean!.Value).ToString("G3", CultureInfo.CurrentCulture)}" : "";

    /// <summary>From the lowest value to the highest.</summary>
    public static string Range(RunMeasure measure) =>
        measure.Count == 0 ? "" : $"{DisplayText.ShortNumber(measure.Min)} to {DisplayText.ShortNumber(measure.Max)}";

    /// <summary>Whether a test passed, in its colour.</summary>
    public static string Passed(MetricTest test) => Colour(test.Passed ? "True" : "False", test.Passed);

    /// <summary>A fraction in percent, with its sign: <c>+4.4%</c>.</summary>
    public static string Percent(double? fraction) => fraction is { } value
        ? $"{(value > 0 ? "+" : "")}{(value * 100).ToString(Math.Abs(value) < 10 ? "0.##" : "G3", CultureInfo.CurrentCulture)}%"
        : "";

    private static string Signed(double value) => $"{(value > 0 ? "+" : "")}{DisplayText.ShortNumber(value)}";

    // A number keeps its beginning and its exponent where a table would cut it off.
    private static string Short(ComparisonRow row, object? value, int width)
    {
        if (value is null) return "null";
        if (row.Category == ComparisonCategory.Run && value is DateTime moment) return DisplayText.Age(moment);
        if (value is TimeSpan duration) return DisplayText.Duration(duration);
        string text = DisplayText.Value(value);
        for (int digits = 5; value is double number && text.Length > width && digits > 0; digits--) text = number.ToString($"G{digits}", CultureInfo.CurrentCulture);
        return text;
    }

    private static string LastName(string key) => key.IndexOf('.', StringComparison.Ordinal) is var dot and > 0 ? key[(dot + 1)..] : key;

    private static string Colour(string text, bool good) => $"{(good ? Good : Bad)}{text}{Reset}";
}
