namespace ExperimentTracker.Series;

/// <summary>Smooths a series for plotting.</summary>
internal static class SeriesSmoothing
{
    /// <summary>
    /// The exponential moving average that TensorBoard shows: <c>e ← w·e + (1 − w)·v</c> from 0, divided by <c>1 − wⁿ</c> after n finite values,
    /// which corrects the bias towards 0 (D. Kingma and J. Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015, section 3). Values that are
    /// not finite are kept and do not count.
    /// </summary>
    /// <param name="values">The values in order.</param>
    /// <param name="weight">The weight of previous values: from 0, which changes nothing, to below 1.</param>
    public static double[] MovingAverage(double[] values, double weight)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(weight);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(weight, 1);
        if (weight == 0) return values;
        double[] smooth = new double[values.Length];
        double average = 0, bias = 1;
        for (int i = 0; i < values.Length; i++)
        {
            smooth[i] = values[i];
            if (!double.IsFinite(values[i])) continue;
            average = (weight * average) + ((1 - weight) * values[i]);
            bias *= weight;
            smooth[i] = average / (1 - bias);
        }

        return smooth;
    }
}
