namespace ExperimentTracker.Sweeps;

/// <summary>The density of one parameter, estimated from its values in some results.</summary>
internal interface IParzenEstimator
{
    /// <summary>Draws a position, from 0 to 1.</summary>
    double Draw(Pcg32 random);

    /// <summary>The natural logarithm of the density at a position.</summary>
    double LogDensity(double position);
}

/// <summary>The weights of results: recent ones count fully, and the ones before the last 25 the less the older they are, as in Hyperopt and Optuna.</summary>
internal static class ParzenWeights
{
    private const int Full = 25;

    /// <summary>The weights of a number of results, the oldest first.</summary>
    public static double[] Of(int count)
    {
        double[] weights = new double[count];
        int old = Math.Max(0, count - Full);
        for (int i = 0; i < count; i++) weights[i] = i >= old ? 1 : old == 1 ? 1.0 / count : (1.0 / count) + ((1 - (1.0 / count)) * i / (old - 1));
        return weights;
    }
}
