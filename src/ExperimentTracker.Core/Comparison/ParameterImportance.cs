using ExperimentTracker.Statistics;
using ExperimentTracker.Values;

namespace ExperimentTracker.Comparison;

/// <summary>How much a metric depends on a parameter.</summary>
/// <param name="Name">The name of the parameter; one within a map is <c>outer.inner</c>.</param>
/// <param name="Importance">
/// The share of this parameter in how well the parameters together predict the metric, from 0 to 1: the permutation importance of a random forest. The shares
/// of all parameters add up to 1, unless none of them matters.
/// </param>
/// <param name="Correlation">Spearman's rank correlation with the metric over the runs with a number, from −1 to 1; <see langword="null"/> for a category.</param>
/// <param name="IsNumeric">Whether all its values are numbers; otherwise it is a category.</param>
public sealed record ParameterImportance(string Name, double Importance, double? Correlation, bool IsNumeric)
{
    /// <summary>The fewest runs from which anything can be said.</summary>
    public const int FewestRuns = 10;

    /// <summary>Returns the importance of the parameters that differ between runs, the highest first; nothing for too few runs.</summary>
    /// <param name="runs">The runs with their parameters and metrics. Those without a finite value of the metric are not used.</param>
    /// <param name="metric">The name of the metric, whose last values are used.</param>
    public static IReadOnlyList<ParameterImportance> Of(IReadOnlyList<Run> runs, string metric)
    {
        Run[] used = [.. runs.Where(run => run.Metrics[metric] is double value && double.IsFinite(value))];
        if (used.Length < FewestRuns) return [];
        double[] values = [.. used.Select(run => (double)run.Metrics[metric]!)];
        Dictionary<string, object?>[] rows = [.. used.Select(run => new Dictionary<string, object?>(FlatValues.Of(run.Parameters), StringComparer.OrdinalIgnoreCase))];
        Feature[] features =
        [
            .. rows.SelectMany(row => row.Keys).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)
                .Select(name => Feature.Of(name, [.. rows.Select(row => row.GetValueOrDefault(name))], values)).Where(feature => feature.Differs),
        ];
        double[] growth = RegressionForest.Importance([.. features.Select(f => f.Codes)], values);
        double sum = growth.Sum();
        return [.. features.Select((f, i) => new ParameterImportance(f.Name, sum > 0 ? growth[i] / sum : 0, f.Correlation, f.IsNumeric)).OrderByDescending(one => one.Importance)];
    }

    private sealed record Feature(string Name, double[] Codes, double? Correlation, bool IsNumeric)
    {
        public bool Differs => Codes.Distinct().Skip(1).Any();

        public static Feature Of(string name, object?[] given, double[] values)
        {
            double?[] numbers = Array.ConvertAll(given, Number);
            bool isNumeric = given.Zip(numbers).All(pair => pair.First is null || pair.Second is not null);
            if (!isNumeric) return new(name, Categories(given, values), null, IsNumeric: false);

            // A tree divides by order alone, so missing values can be below all others.
            double lowest = numbers.Min() is { } low ? low : 0;
            double below = lowest - Math.Max(1, Math.Abs(lowest));
            int[] known = [.. Enumerable.Range(0, given.Length).Where(i => numbers[i] is not null)];
            double? correlation = RankCorrelation.Of([.. known.Select(i => numbers[i]!.Value)], [.. known.Select(i => values[i])]);
            return new(name, Array.ConvertAll(numbers, n => n ?? below), correlation, IsNumeric: true);
        }

        // Categories in the order of the mean of their values: among all divisions of categories into two, the best one for a mean is one of this order.
        private static double[] Categories(object?[] given, double[] values)
        {
            string[] texts = Array.ConvertAll(given, value => ValueText.Format(value));
            string[] order = [.. texts.Zip(values).GroupBy(pair => pair.First, StringComparer.Ordinal).OrderBy(g => g.Average(pair => pair.Second)).ThenBy(g => g.Key, StringComparer.Ordinal).Select(g => g.Key)];
            var codes = order.Select((text, i) => (text, i)).ToDictionary(pair => pair.text, pair => (double)pair.i, StringComparer.Ordinal);
            return Array.ConvertAll(texts, text => codes[text]);
        }

        private static double? Number(object? value) => value switch
        {
            long integer => integer,
            double number when double.IsFinite(number) => number,
            bool flag => flag ? 1 : 0,
            _ => null,
        };
    }
}
