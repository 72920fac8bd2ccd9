namespace ExperimentTracker.Sweeps;

/// <summary>Chooses the parameters of trials. The same definition and results always give the same parameters, on every platform.</summary>
public static class SweepSampler
{
    /// <summary>The parameters of a set to try.</summary>
    /// <param name="definition">The sweep.</param>
    /// <param name="configuration">The index of the set; less than <see cref="SweepDefinition.Configurations"/>.</param>
    /// <param name="results">The sets that were tried or are being tried, in the order of their indexes. Only a model-based strategy uses them.</param>
    /// <param name="goal">The goal of the metric.</param>
    public static NamedValues Propose(SweepDefinition definition, int configuration, IReadOnlyList<SweepResult> results, MetricGoal goal) => definition.Strategy switch
    {
        SweepStrategy.List => definition.List[configuration],
        SweepStrategy.Grid => Grid(definition.Space, configuration),
        SweepStrategy.Sobol => Sobol(definition, configuration),
        SweepStrategy.Tpe => TpeSampler.Propose(definition, configuration, results, goal),
        _ => Random(definition, configuration),
    };

    /// <summary>Independent random values.</summary>
    internal static NamedValues Random(SweepDefinition definition, int configuration)
    {
        var random = Pcg32.Of(definition.Seed, configuration);
        return Values(definition.Space, _ => random.NextDouble());
    }

    private static NamedValues Sobol(SweepDefinition definition, int configuration)
    {
        uint[] point = SobolSequence.Point((uint)configuration, definition.Space.Count);

        // A digital shift: the same random bits are exchanged in all points, which keeps how evenly they are spread.
        var shift = Pcg32.Of(definition.Seed, 0);
        if (definition.Seed != 0) for (int d = 0; d < point.Length; d++) point[d] ^= shift.Next();
        return Values(definition.Space, d => point[d] / 4294967296.0);
    }

    private static NamedValues Grid(IReadOnlyList<SweepDimension> space, long index)
    {
        var values = new KeyValuePair<string, object?>[space.Count];
        for (int d = space.Count - 1; d >= 0; d--)
        {
            long count = space[d].GridCount!.Value;
            values[d] = new(space[d].Name, space[d].GridValue(index % count));
            index /= count;
        }

        return new(values);
    }

    private static NamedValues Values(IReadOnlyList<SweepDimension> space, Func<int, double> position) =>
        new(space.Select((dimension, d) => KeyValuePair.Create(dimension.Name, dimension.At(position(d)))));
}
