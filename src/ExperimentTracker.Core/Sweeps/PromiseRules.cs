using System.Globalization;

namespace ExperimentTracker.Sweeps;

/// <summary>Whether a run is worth going on with, by the runs beside it.</summary>
/// <param name="IsPromising">Whether it is.</param>
/// <param name="Reason">Why not, in a sentence; <see langword="null"/> if it is.</param>
public sealed record RunPromise(bool IsPromising, string? Reason = null)
{
    /// <summary>The run is worth going on with.</summary>
    internal static RunPromise Yes { get; } = new(true);
}

/// <summary>The rules that stop runs early. They know nothing but points.</summary>
public static class PromiseRules
{
    /// <summary>The factor between the steps at which successive halving looks, and the share that it keeps.</summary>
    private const int Factor = 3;

    /// <summary>The fewest ended runs that the median rule judges by.</summary>
    private const int FewestRuns = 5;

    /// <summary>
    /// The median rule of D. Golovin et al., "Google Vizier: A Service for Black-Box Optimization", KDD 2017: a run is stopped at a step if its best value up to this
    /// step is worse than the median of the means that the ended runs had up to this step. It needs at least five of these.
    /// </summary>
    /// <param name="goal">The goal of the metric.</param>
    /// <param name="own">The points of the run so far.</param>
    /// <param name="ended">The points of runs that have ended and were not stopped early.</param>
    /// <param name="firstStep">The first step at which a run can be stopped.</param>
    public static RunPromise Median(MetricGoal goal, MetricSeries own, IEnumerable<MetricSeries> ended, long firstStep)
    {
        if (own.Count == 0 || own.Steps[^1] < firstStep) return RunPromise.Yes;
        double[] means = [.. ended.Select(series => MeanUntil(series, own.Steps[^1])).Where(mean => !double.IsNaN(mean))];
        if (means.Length < FewestRuns) return RunPromise.Yes;
        Array.Sort(means);
        int middle = means.Length / 2;
        double median = means.Length % 2 == 1 ? means[middle] : (means[middle - 1] + means[middle]) / 2, best = BestUntil(goal, own, own.Steps[^1]);
        return !goal.IsBetter(median, best)
            ? RunPromise.Yes
            : new(false, string.Create(CultureInfo.InvariantCulture, $"Its best {own.Name} until step {own.Steps[^1]}, {best:G6}, is worse than {median:G6}, the median of {means.Length} runs."));
    }

    /// <summary>
    /// Asynchronous successive halving (L. Li et al., "A System for Massively Parallel Hyperparameter Tuning", MLSys 2020), in the variant that stops runs instead of
    /// pausing them: at the steps first, 3·first, 9·first …, a run goes on if its best value so far is in the best third of all runs that came as far. While fewer
    /// than three did, it has to be the best.
    /// </summary>
    /// <param name="goal">The goal of the metric.</param>
    /// <param name="own">The points of the run so far.</param>
    /// <param name="others">The points of the other runs, also of those that run or were stopped early.</param>
    /// <param name="firstStep">The first step at which runs are compared; 0 counts as 1.</param>
    public static RunPromise SuccessiveHalving(MetricGoal goal, MetricSeries own, IEnumerable<MetricSeries> others, long firstStep)
    {
        long rung = Math.Max(1, firstStep);
        if (own.Count == 0 || own.Steps[^1] < rung) return RunPromise.Yes;
        while (rung <= own.Steps[^1] / Factor) rung *= Factor;
        double best = BestUntil(goal, own, rung);
        double[] at = [.. others.Where(series => series.Count > 0 && series.Steps[^1] >= rung).Select(series => BestUntil(goal, series, rung))];
        int better = at.Count(value => goal.IsBetter(value, best)), kept = Math.Max(1, (at.Length + 1) / Factor);
        return better < kept
            ? RunPromise.Yes
            : new(false, string.Create(CultureInfo.InvariantCulture, $"Its best {own.Name} until step {rung}, {best:G6}, is number {better + 1} of {at.Length + 1}, of which {kept} go on."));
    }

    private static double MeanUntil(MetricSeries series, long step)
    {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < series.Count && series.Steps[i] <= step; i++)
        {
            if (double.IsNaN(series.Values[i])) continue;
            sum += series.Values[i];
            count++;
        }

        return sum / count;
    }

    // NaN if there is no number.
    private static double BestUntil(MetricGoal goal, MetricSeries series, long step)
    {
        double best = double.NaN;
        for (int i = 0; i < series.Count && series.Steps[i] <= step; i++)
            if (goal.IsBetter(series.Values[i], best)) best = series.Values[i];
        return best;
    }
}
