using ExperimentTracker.Rules;
using ExperimentTracker.Statistics;

namespace ExperimentTracker.Classification;

/// <summary>
/// Precision and recall of a classifier at each threshold of its score. What has a score of at least the threshold is predicted to be positive. The points
/// are those of scikit-learn's <c>precision_recall_curve</c> with <c>drop_intermediate</c>: a threshold is omitted if the number of true positives is that of the
/// threshold before and of the one after it, because it lies on the straight line between them in the counts of positives.
/// </summary>
public sealed record PrecisionRecallCurve
{
    /// <summary>The type of artifacts that contain one.</summary>
    public const string ArtifactType = "pr-curve";

    private PrecisionRecallCurve(Point[] points) => (Thresholds, Precision, Recall) =
        ([.. points.Select(point => point.Threshold)], [.. points.Select(point => point.Precision)], [.. points.Select(point => point.Recall)]);

    /// <summary>The thresholds, from the highest to the lowest score.</summary>
    public IReadOnlyList<double> Thresholds { get; }

    /// <summary>The share of the predicted positives that are positive, at each threshold.</summary>
    public IReadOnlyList<double> Precision { get; }

    /// <summary>The share of the positives that are predicted, at each threshold.</summary>
    public IReadOnlyList<double> Recall { get; }

    /// <summary>
    /// The average precision: the sum of (Rₙ − Rₙ₋₁)·Pₙ over all thresholds from the highest on, with R₀ = 0 (M. Zhu, "Recall, Precision and Average Precision",
    /// University of Waterloo, 2004), without interpolation.
    /// </summary>
    public double AveragePrecision { get; private init; }

    /// <summary>The number of predictions.</summary>
    public int Count { get; private init; }

    /// <summary>The number of predictions that are actually positive.</summary>
    public int Positives { get; private init; }

    /// <summary>Calculates the curve.</summary>
    /// <param name="scores">The scores; higher means more likely positive.</param>
    /// <param name="actual">Whether each is positive, in the same order.</param>
    /// <exception cref="TrackerException"><c>InvalidPredictions</c>: of different number, none of them is positive, or a score is not finite.</exception>
    public static PrecisionRecallCurve Of(IReadOnlyList<double> scores, IReadOnlyList<bool> actual)
    {
        if (scores.Count != actual.Count) throw PredictionErrors.Invalid(null, $"there are {scores.Count} scores and {actual.Count} actual values. Give one of each for each prediction.");
        foreach (double score in scores)
        {
            if (!double.IsFinite(score)) throw PredictionErrors.Invalid(score, FormattableString.Invariant($"the score {score} is not finite."));
        }

        int positives = actual.Count(positive => positive);
        if (positives == 0) throw PredictionErrors.Invalid(null, "none of them is actually positive, so that recall is not defined.");
        Point[] points = [.. Points(scores, actual, positives)];
        double[] steps = [.. points.Select((point, i) => (point.Recall - (i == 0 ? 0 : points[i - 1].Recall)) * point.Precision)];
        Point[] kept = [.. points.Where((point, i) => i == 0 || i == points.Length - 1 || point.Hits != points[i - 1].Hits || point.Hits != points[i + 1].Hits)];
        return new(kept) { AveragePrecision = Sample.Sum(steps), Count = scores.Count, Positives = positives };
    }

    /// <summary>The content of an artifact: the measure and the points, from the highest threshold on.</summary>
    public NamedValues ToValue() => new(
    [
        new("count", (long)Count),
        new("positives", (long)Positives),
        new("averagePrecision", AveragePrecision),
        new("thresholds", Thresholds.Select(value => (object?)value).ToArray()),
        new("precision", Precision.Select(value => (object?)value).ToArray()),
        new("recall", Recall.Select(value => (object?)value).ToArray()),
    ]);

    private static IEnumerable<Point> Points(IReadOnlyList<double> scores, IReadOnlyList<bool> actual, int positives)
    {
        int[] order = [.. Enumerable.Range(0, scores.Count).OrderByDescending(i => scores[i])];
        int hits = 0;
        for (int i = 0; i < order.Length; i++)
        {
            if (actual[order[i]]) hits++;

            // Equal scores are above the same thresholds.
            if (i + 1 < order.Length && scores[order[i + 1]] == scores[order[i]]) continue;
            yield return new(scores[order[i]], hits, (double)hits / (i + 1), (double)hits / positives);
        }
    }

    private readonly record struct Point(double Threshold, int Hits, double Precision, double Recall);
}
