namespace ExperimentTracker.Statistics;

/// <summary>
/// A random forest for regression (L. Breiman, "Random Forests", Machine Learning 45, 2001), which is only used to measure how much a value depends on its
/// features. The same input always grows the same forest.
/// </summary>
internal sealed class RegressionForest
{
    private const int Trees = 100;
    private const int SmallestLeaf = 3;
    private const int Deepest = 12;
    private const int Seed = 20_011_001;

    private readonly double[][] features;
    private readonly double[] values;
    private readonly Random random = new(Seed);

    private RegressionForest(double[][] features, double[] values) => (this.features, this.values) = (features, values);

    /// <summary>
    /// Returns how much the error of the forest grows when the values of one feature are exchanged between samples (Breiman's permutation importance), for each
    /// feature, as a share of the variance: measured on the samples that a tree has not seen. Zero for a feature that does not matter.
    /// </summary>
    /// <param name="features">The values of each feature, in the order of the samples; finite.</param>
    /// <param name="values">The value of each sample; finite.</param>
    public static double[] Importance(double[][] features, double[] values) => new RegressionForest(features, values).Measure();

    private double[] Measure()
    {
        double[] growth = new double[features.Length];
        double mean = values.Average(), variance = values.Average(v => (v - mean) * (v - mean));
        if (!(variance > 0)) return growth;
        for (int t = 0; t < Trees; t++)
        {
            int[] seen = [.. Enumerable.Range(0, values.Length).Select(_ => random.Next(values.Length))];
            int[] unseen = [.. Enumerable.Range(0, values.Length).Except(seen)];
            if (unseen.Length < 2) continue;
            Node root = Grow(seen, 0);
            double error = Error(root, unseen, -1, unseen);
            for (int f = 0; f < features.Length; f++)
            {
                int[] shuffled = [.. unseen];
                random.Shuffle(shuffled);
                growth[f] += (Error(root, unseen, f, shuffled) - error) / (variance * Trees);
            }
        }

        return Array.ConvertAll(growth, g => Math.Max(0, g));
    }

    // The mean squared error of samples, which have one feature of other samples.
    private double Error(Node root, int[] samples, int feature, int[] others)
    {
        double sum = 0;
        for (int i = 0; i < samples.Length; i++)
        {
            Node at = root;
            while (at.Low is not null) at = features[at.Feature][at.Feature == feature ? others[i] : samples[i]] <= at.Threshold ? at.Low : at.High!;
            double difference = values[samples[i]] - at.Value;
            sum += difference * difference;
        }

        return sum / samples.Length;
    }

    private Node Grow(int[] samples, int depth)
    {
        double mean = samples.Average(i => values[i]);
        if (depth >= Deepest || samples.Length < 2 * SmallestLeaf) return new(mean);
        (int Feature, double Threshold, double Gain) best = (-1, 0, 0);

        // A third of the features, as is usual for regression; another feature is tried when none of them divides the samples.
        int[] order = [.. Enumerable.Range(0, features.Length)];
        random.Shuffle(order);
        int tries = Math.Max(1, (features.Length + 2) / 3);
        for (int k = 0; k < order.Length && (k < tries || best.Feature < 0); k++)
            if (Split(samples, order[k], mean) is { } split && split.Gain > best.Gain) best = (order[k], split.Threshold, split.Gain);
        if (best.Feature < 0) return new(mean);
        double[] of = features[best.Feature];
        return new(mean)
        {
            Feature = best.Feature,
            Threshold = best.Threshold,
            Low = Grow(Array.FindAll(samples, i => of[i] <= best.Threshold), depth + 1),
            High = Grow(Array.FindAll(samples, i => of[i] > best.Threshold), depth + 1),
        };
    }

    // The threshold that reduces the sum of squared differences from the mean most.
    private (double Threshold, double Gain)? Split(int[] samples, int feature, double mean)
    {
        double[] of = features[feature], keys = Array.ConvertAll(samples, i => of[i]), sorted = Array.ConvertAll(samples, i => values[i] - mean);
        Array.Sort(keys, sorted);
        double sum = 0, total = sorted.Sum(), bestGain = 1e-12;
        double? threshold = null;
        for (int i = 0; i < keys.Length - SmallestLeaf; i++)
        {
            sum += sorted[i];
            if (i + 1 < SmallestLeaf || keys[i] == keys[i + 1]) continue;
            double low = i + 1, high = keys.Length - low, rest = total - sum;
            double gain = (sum * sum / low) + (rest * rest / high) - (total * total / keys.Length);
            if (gain > bestGain) (bestGain, threshold) = (gain, keys[i] + ((keys[i + 1] - keys[i]) / 2));
        }

        return threshold is { } found ? (found, bestGain) : null;
    }

    private sealed class Node(double value)
    {
        public double Value { get; } = value;

        public int Feature { get; init; }

        public double Threshold { get; init; }

        public Node? Low { get; init; }

        public Node? High { get; init; }
    }
}
