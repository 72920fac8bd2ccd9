namespace ExperimentTracker.QuickStart;

/// <summary>The result of one pass over samples: the mean cross-entropy, the accuracy overall and by class, and the gradient of the loss.</summary>
internal sealed record Measure(double Loss, double Accuracy, double[] ByClass, double[][] Gradient);

/// <summary>Softmax regression: a row of weights for each class, the bias first.</summary>
internal sealed class SoftmaxModel(int classes, int inputs)
{
    public double[][] Weights { get; } = Zeros(classes, inputs);

    public Measure MeasureOn(Sample[] samples)
    {
        double loss = 0;
        int[] seen = new int[classes], hit = new int[classes];
        double[][] gradient = Zeros(classes, inputs);
        foreach (Sample sample in samples)
        {
            double[] chances = Predict(sample.X);
            seen[sample.Class]++;
            if (Array.IndexOf(chances, chances.Max()) == sample.Class) hit[sample.Class]++;
            loss -= Math.Log(chances[sample.Class]) / samples.Length;
            for (int c = 0; c < classes; c++)
            {
                double miss = (chances[c] - (c == sample.Class ? 1 : 0)) / samples.Length;
                for (int j = 0; j < inputs; j++) gradient[c][j] += miss * sample.X[j];
            }
        }

        return new Measure(loss, (double)hit.Sum() / samples.Length, [.. hit.Zip(seen, (h, s) => (double)h / s)], gradient);
    }

    /// <summary>One step of gradient descent. The bias is not regularised.</summary>
    public void Learn(double[][] gradient, double rate, double l2)
    {
        for (int c = 0; c < classes; c++)
        {
            for (int j = 0; j < inputs; j++) Weights[c][j] -= rate * (gradient[c][j] + (j == 0 ? 0 : l2 * Weights[c][j]));
        }
    }

    /// <summary>The model as a value to store: its classes, its scale and its weights.</summary>
    public NamedValues ToValues(Split split) => new([
        new("species", Iris.Species),
        new("mean", Boxed(split.Mean[1..])),
        new("deviation", Boxed(split.Deviation[1..])),
        new("weights", Weights.Select(Boxed).ToArray<object?>()),
    ]);

    // Core represents lists as arrays of objects.
    private static object?[] Boxed(double[] values) => [.. values];

    // Relative to the highest score to avoid an overflow.
    private double[] Predict(double[] x)
    {
        double[] scores = [.. Weights.Select(row => row.Zip(x, (w, v) => w * v).Sum())];
        double top = scores.Max();
        double[] powers = [.. scores.Select(score => Math.Exp(score - top))];
        double total = powers.Sum();
        return [.. powers.Select(power => power / total)];
    }

    private static double[][] Zeros(int rows, int columns) => [.. Enumerable.Range(0, rows).Select(_ => new double[columns])];
}
