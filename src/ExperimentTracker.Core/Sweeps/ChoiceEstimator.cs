namespace ExperimentTracker.Sweeps;

/// <summary>How often each of several choices was taken, with one more for each, so that none is impossible.</summary>
internal sealed class ChoiceEstimator : IParzenEstimator
{
    private readonly double[] shares;

    public ChoiceEstimator(double[] positions, int choices)
    {
        shares = new double[choices];
        Array.Fill(shares, 1);
        double[] weights = ParzenWeights.Of(positions.Length);
        for (int i = 0; i < positions.Length; i++) shares[IndexOf(positions[i])] += weights[i];
        double sum = shares.Sum();
        for (int i = 0; i < choices; i++) shares[i] /= sum;
    }

    public double Draw(Pcg32 random)
    {
        double left = random.NextDouble();
        int index = 0;
        while (index < shares.Length - 1 && (left -= shares[index]) >= 0) index++;
        return (index + 0.5) / shares.Length;
    }

    public double LogDensity(double position) => Math.Log(shares[IndexOf(position)]);

    private int IndexOf(double position) => Math.Min((int)(position * shares.Length), shares.Length - 1);
}
