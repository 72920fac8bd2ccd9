using System.Globalization;
using ExperimentTracker.Statistics;

namespace ExperimentTracker.Comparison;

/// <summary>Tests whether a metric of runs is worse than a baseline.</summary>
public static class MetricTester
{
    // The limit itself passes: in doubles, 0.92 − 0.91 is a little more than 0.01. About 4 units in the last place of the larger value.
    private const double Rounding = 1e-15;

    /// <summary>Tests the candidates, as one sample, against the baseline. Baseline runs without the metric or with NaN are ignored.</summary>
    /// <param name="metric">The name of the metric.</param>
    /// <param name="candidates">At least one run; for several, their mean is tested.</param>
    /// <param name="baseline">The runs to compare with.</param>
    /// <param name="options">The options of the test.</param>
    /// <exception cref="TrackerException"><c>GoalUnknown</c> or <c>TooFewSamples</c>.</exception>
    public static MetricTest Test(string metric, IReadOnlyList<Run> candidates, IReadOnlyList<Run> baseline, MetricTestOptions options)
    {
        MetricGoal? goal = options.Goal ?? MetricGoals.Common(SeriesOf(candidates.Concat(baseline), metric));
        var result = new MetricTest
        {
            Metric = metric,
            Passed = false,
            Reason = "",
            Method = options.Method,
            Statistic = options.Statistic,
            Goal = goal,
            Run = candidates.Count == 1 ? candidates[0].Path : $"{candidates[0].Path} and {candidates.Count - 1} more",
            RunId = [.. candidates.Select(r => r.Id)],
        };
        if (candidates.FirstOrDefault(r => !r.MetricStatistics.Contains(metric)) is { } lacking)
        {
            return result with { Reason = $"Run {lacking.Path} has no metric '{metric}'." };
        }

        if (goal is null) throw ComparisonErrors.GoalUnknown(metric);
        double[] values = [.. candidates.Select(Read)];
        var sample = Sample.Of(values);
        result = result with { Value = sample.NaNCount > 0 ? double.NaN : options.Method == MetricTestMethod.MannWhitney ? sample.Median : sample.Mean };
        if (sample.NaNCount > 0) return result with { Reason = $"The {metric} of run {candidates[Array.FindIndex(values, double.IsNaN)].Path} is NaN." };

        Run[] usable = [.. baseline.Where(r => r.MetricStatistics.Contains(metric) && !double.IsNaN(Read(r)))];
        result = result with { BaselineCount = usable.Length, BaselineRunId = [.. usable.Select(r => r.Id)] };
        return Evaluate(result, values, [.. usable.Select(Read)], options);

        double Read(Run run) => options.Statistic.Of((Metric)run.MetricStatistics[metric]!, goal);
    }

    private static MetricTest Evaluate(MetricTest result, double[] values, double[] others, MetricTestOptions options)
    {
        Sample sample = Sample.Of(values), baseline = Sample.Of(others);
        bool ofGroups = options.Method is MetricTestMethod.Welch or MetricTestMethod.MannWhitney;
        int needed = options.Method == MetricTestMethod.Tolerance ? 1 : 2;
        if (baseline.Count == 0 || (baseline.Count < needed && options.AllowMissingBaseline))
        {
            string found = baseline.Count == 0 ? "no run" : "one run";
            return result with { Passed = options.AllowMissingBaseline, Reason = $"There is no baseline: {found} with a value of '{result.Metric}' to compare with." };
        }

        if (baseline.Count < needed) throw ComparisonErrors.TooFewBaselines(result.Metric, options.Method);
        if (sample.Count < 2 && ofGroups) throw ComparisonErrors.TooFewCandidates(result.Metric, options.Method);

        double value = result.Value!.Value, middle = options.Method == MetricTestMethod.MannWhitney ? baseline.Median!.Value : baseline.Mean!.Value;
        double difference = value == middle ? 0 : value - middle;
        double allowed = Math.Max(options.Tolerance, options.RelativeTolerance == 0 ? 0 : options.RelativeTolerance * Math.Abs(middle));
        result = result with
        {
            Baseline = middle,
            Difference = difference,
            RelativeDifference = difference == 0 ? 0 : double.IsFinite(difference / middle) ? difference / Math.Abs(middle) : null,
            Allowed = allowed,
        };
        return options.Method switch
        {
            MetricTestMethod.Tolerance => ByTolerance(result),
            MetricTestMethod.MannWhitney => ByRanks(result, values, others, options),
            _ => ByChance(result, sample, baseline, options),
        };
    }

    private static MetricTest ByRanks(MetricTest result, double[] values, double[] others, MetricTestOptions options)
    {
        double level = options.SignificanceLevel, allowed = result.Allowed!.Value;
        if (RankSum.SmallestP(values.Length, others.Length) >= level)
        {
            return options.AllowMissingBaseline
                ? result with { Passed = true, Reason = $"There are too few runs with a value of '{result.Metric}' for a significant difference." }
                : throw ComparisonErrors.TooFewForRanks(result.Metric, values.Length, others.Length, level);
        }

        // Whether the candidates tend to be worse than the baseline would be if it were worse by the allowed amount.
        double sign = result.Goal == MetricGoal.Minimize ? 1 : -1;
        double p = RankSum.Of([.. values.Select(v => sign * v)], [.. others.Select(v => (sign * v) + allowed)]).UpperP;
        RankSum ranks = RankSum.Of(values, others);
        result = result with { PValue = p, SignificanceLevel = level, U = ranks.U, EffectSize = ranks.CliffsDelta };
        return Decide(result, passed: p >= level, margin: null, Chance(allowed, p, level));
    }

    private static MetricTest ByTolerance(MetricTest result)
    {
        double value = result.Value!.Value, mean = result.Baseline!.Value, allowed = result.Allowed!.Value;
        double worsening = result.Goal!.Value.Worsening(value, mean);
        double slack = allowed > 0 ? Rounding * Math.Max(Math.Abs(value), Math.Abs(mean)) : 0;
        bool passed = worsening <= 0 || (double.IsFinite(worsening) && worsening <= allowed + slack);
        return Decide(result, passed, margin: allowed, worsening <= 0 ? "" : $"; {Text(allowed)} is allowed");
    }

    private static MetricTest ByChance(MetricTest result, Sample sample, Sample baseline, MetricTestOptions options)
    {
        double allowed = result.Allowed!.Value, level = options.SignificanceLevel;
        MeanDifference difference = options.Method == MetricTestMethod.Welch ? MeanDifference.Welch(sample, baseline) : MeanDifference.NewValue(baseline);
        double p = difference.UpperP(result.Goal!.Value.Worsening(result.Value!.Value, result.Baseline!.Value), allowed);
        double chance = difference.StandardError == 0 ? 0 : StudentT.Quantile(1 - level, difference.DegreesOfFreedom) * difference.StandardError;
        result = result with
        {
            PValue = p,
            SignificanceLevel = level,
            DegreesOfFreedom = difference.DegreesOfFreedom,
            EffectSize = MeanDifference.HedgesG(sample, baseline),
        };

        // NaN, the result of an infinite value, is not evidence and does not pass.
        return Decide(result, passed: p >= level, margin: allowed + chance, Chance(allowed, p, level));
    }

    private static string Chance(double allowed, double p, double level) =>
        $"{(allowed > 0 ? $"; {Text(allowed)} is allowed" : "")}; p = {p.ToString("G3", CultureInfo.InvariantCulture)}, level {Text(level)}";

    private static MetricTest Decide(MetricTest result, bool passed, double? margin, string detail)
    {
        bool minimize = result.Goal == MetricGoal.Minimize;
        double value = result.Value!.Value, mean = result.Baseline!.Value;
        double worsening = result.Goal!.Value.Worsening(value, mean);
        string relation = worsening > 0 ? $"worse than the baseline {Text(mean)} by {Text(worsening)}"
            : worsening < 0 ? $"better than the baseline {Text(mean)} by {Text(-worsening)}"
            : worsening == 0 ? $"equal to the baseline" : $"not comparable with the baseline {Text(mean)}";
        return result with
        {
            Passed = passed,
            Limit = minimize ? mean + margin : mean - margin,
            Reason = $"The {result.Metric} {Text(value)} of run {result.Run} is {relation}{detail}.",
        };
    }

    private static IEnumerable<Metric> SeriesOf(IEnumerable<Run> runs, string metric) => runs.Select(r => r.MetricStatistics[metric]).OfType<Metric>();

    private static string Text(double number) => number.ToString("G6", CultureInfo.InvariantCulture);
}
