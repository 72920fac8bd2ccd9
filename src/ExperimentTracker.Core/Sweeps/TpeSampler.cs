namespace ExperimentTracker.Sweeps;

/// <summary>
/// The tree-structured Parzen estimator of J. Bergstra, R. Bardenet, Y. Bengio and B. Kégl, "Algorithms for Hyper-Parameter Optimization", NIPS 2011: each parameter gets
/// the value, among candidates drawn from the density l of the best results, where l is highest in proportion to the density g of the others. Each parameter is chosen by
/// itself. As the default of Optuna does, the best tenth of the results, and at most 25, are the good ones; the first ten sets are random; there are 24 candidates.
/// </summary>
internal static class TpeSampler
{
    private const int RandomAtFirst = 10;
    private const int Candidates = 24;
    private const double GoodShare = 0.1;
    private const int MostGood = 25;

    /// <summary>The parameters of a set to try.</summary>
    public static NamedValues Propose(SweepDefinition definition, int configuration, IReadOnlyList<SweepResult> results, MetricGoal goal)
    {
        int ended = results.Count(result => result.IsComplete);
        if (ended < RandomAtFirst) return SweepSampler.Random(definition, configuration);
        int[] order = [.. Enumerable.Range(0, results.Count).OrderBy(i => Rank(results[i])).ThenBy(i => results[i].HasValue ? Signed(results[i].Value!.Value, goal) : 0).ThenBy(i => i)];
        int goodCount = Math.Min((int)Math.Ceiling(GoodShare * ended), MostGood);

        // In the order in which they were tried, because recent results weigh more. What is running counts as not good, so that workers at the same time try different values.
        int[] good = [.. order.Take(goodCount).Order()], others = [.. order.Skip(goodCount).Order()];
        var random = Pcg32.Of(definition.Seed, configuration);
        return new(definition.Space.Select(dimension => KeyValuePair.Create(dimension.Name, Choose(dimension, good, others, results, random))));
    }

    private static int Rank(SweepResult result) => !result.HasValue ? 2 : result.IsComplete ? 0 : 1;

    private static double Signed(double value, MetricGoal goal) => goal == MetricGoal.Minimize ? value : -value;

    private static object? Choose(SweepDimension dimension, int[] good, int[] others, IReadOnlyList<SweepResult> results, Pcg32 random)
    {
        IParzenEstimator l = Estimate(dimension, good, results), g = Estimate(dimension, others, results);
        double best = 0, highest = double.NegativeInfinity;
        for (int c = 0; c < Candidates; c++)
        {
            // An integer or a choice stands for all positions that become it.
            double position = l.Draw(random);
            if (dimension.Range is not { IsInteger: false }) position = dimension.PositionOf(dimension.At(position));
            double ratio = l.LogDensity(position) - g.LogDensity(position);
            if (ratio > highest) (best, highest) = (position, ratio);
        }

        return dimension.At(best);
    }

    private static IParzenEstimator Estimate(SweepDimension dimension, int[] indexes, IReadOnlyList<SweepResult> results)
    {
        double[] positions = [.. indexes.Select(i => dimension.PositionOf(results[i].Parameters[dimension.Name]))];
        return dimension.Range is null ? new ChoiceEstimator(positions, dimension.Choices.Count) : new RangeEstimator(positions);
    }
}
