using ExperimentTracker.Statistics;

namespace ExperimentTracker.Sweeps;

/// <summary>
/// The adaptive Parzen estimator: a mixture of normal distributions, cut off at 0 and 1, with one at each position and a wide one in the middle. Each is as wide as the
/// larger distance to its neighbours, within limits.
/// </summary>
internal sealed class RangeEstimator : IParzenEstimator
{
    private const double Middle = 0.5;
    private const double MostPoints = 100;

    // Beyond it, a double cannot hold what is outside beside what is inside.
    private const double Far = 9;

    private readonly double[] centers;
    private readonly double[] widths;
    private readonly double[] shares;
    private readonly double[] logFactors;

    public RangeEstimator(double[] positions)
    {
        int count = positions.Length + 1;
        double[] weights = [.. ParzenWeights.Of(positions.Length), 1];
        centers = [.. positions, Middle];
        int[] order = [.. Enumerable.Range(0, count).OrderBy(i => centers[i]).ThenBy(i => i)];
        widths = new double[count];
        for (int k = 0; k < count; k++)
        {
            double here = centers[order[k]];
            double before = k > 0 ? here - centers[order[k - 1]] : count == 1 ? here : 0;
            double after = k < count - 1 ? centers[order[k + 1]] - here : count == 1 ? 1 - here : 0;
            widths[order[k]] = Math.Clamp(Math.Max(before, after), 1 / Math.Min(MostPoints, count + 1), 1);
        }

        widths[count - 1] = 1; // the wide one
        double sum = weights.Sum();
        shares = Array.ConvertAll(weights, weight => weight / sum);
        logFactors = new double[count];
        for (int i = 0; i < count; i++)
        {
            double inside = 1 - Outside(centers[i] / widths[i]) - Outside((1 - centers[i]) / widths[i]);
            logFactors[i] = Math.Log(shares[i] / (widths[i] * Math.Sqrt(2 * Math.PI) * inside));
        }
    }

    public double Draw(Pcg32 random)
    {
        double left = random.NextDouble();
        int index = 0;
        while (index < shares.Length - 1 && (left -= shares[index]) >= 0) index++;

        // Each center is inside, so at least a third of the numbers are.
        while (true)
        {
            double drawn = centers[index] + (widths[index] * random.NextNormal());
            if (drawn is >= 0 and <= 1) return drawn;
        }
    }

    public double LogDensity(double position)
    {
        double highest = double.NegativeInfinity, sum = 0;
        for (int i = 0; i < centers.Length; i++)
        {
            double z = (position - centers[i]) / widths[i], log = logFactors[i] - (z * z / 2);
            if (log > highest) (sum, highest) = ((sum * Math.Exp(highest - log)) + 1, log);
            else sum += Math.Exp(log - highest);
        }

        return highest + Math.Log(sum);
    }

    private static double Outside(double z) => z > Far ? 0 : NormalTail.Upper(z);
}
