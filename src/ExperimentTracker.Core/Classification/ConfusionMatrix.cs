using System.Globalization;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Classification;

/// <summary>
/// How often each label was predicted for each actual one, in the layout of scikit-learn's <c>confusion_matrix</c>: a row for each actual label, a column
/// for each predicted one.
/// </summary>
public sealed record ConfusionMatrix
{
    /// <summary>The type of artifacts that contain one.</summary>
    public const string ArtifactType = "confusion-matrix";

    /// <summary>The highest number of labels: there is a number for each pair of them.</summary>
    public const int MaxLabels = 1000;

    private ConfusionMatrix(string[] labels, long[][] counts) => (Labels, Counts) = (labels, counts);

    /// <summary>The labels, in the order of the rows and columns.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>The number of predictions, by actual label and then by predicted label.</summary>
    public IReadOnlyList<IReadOnlyList<long>> Counts { get; }

    /// <summary>The number of predictions.</summary>
    public long Count => Counts.Sum(row => row.Sum());

    /// <summary>The share of predictions that are right.</summary>
    public double Accuracy => (double)Places.Sum(i => Counts[i][i]) / Count;

    /// <summary>For each label, the share of its predictions that are right; <see langword="null"/> for one that was never predicted.</summary>
    public IReadOnlyList<double?> Precision => [.. Places.Select(i => Share(Counts[i][i], Predicted(i)))];

    /// <summary>For each label, the share of what actually has it that was predicted; <see langword="null"/> for one that nothing has.</summary>
    public IReadOnlyList<double?> Recall => [.. Places.Select(i => Share(Counts[i][i], Counts[i].Sum()))];

    /// <summary>For each label, the harmonic mean of precision and recall, 2·TP / (2·TP + FP + FN); <see langword="null"/> for one that occurs nowhere.</summary>
    public IReadOnlyList<double?> F1 => [.. Places.Select(i => Share(2 * Counts[i][i], Counts[i].Sum() + Predicted(i)))];

    private IEnumerable<int> Places => Enumerable.Range(0, Labels.Count);

    /// <summary>Counts pairs of labels.</summary>
    /// <param name="actual">The actual labels.</param>
    /// <param name="predicted">The predicted labels, in the same order.</param>
    /// <param name="labels">
    /// The order of the labels, which contains all; or <see langword="null"/> for those that occur: integers by their value, before others by their characters.
    /// </param>
    /// <exception cref="TrackerException"><c>InvalidPredictions</c>.</exception>
    public static ConfusionMatrix Of(IReadOnlyList<string> actual, IReadOnlyList<string> predicted, IReadOnlyList<string>? labels = null)
    {
        if (actual.Count != predicted.Count) throw PredictionErrors.Invalid(null, $"there are {actual.Count} actual labels and {predicted.Count} predicted ones. Give one of each for each prediction.");
        if (actual.Count == 0) throw PredictionErrors.Invalid(null, "there are none.");
        string[] order = labels is null ? Sorted(actual.Concat(predicted)) : [.. labels];
        if (order.Length > MaxLabels) throw PredictionErrors.Invalid(null, $"there are {order.Length} labels, and at most {MaxLabels} are possible.");
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (string label in order)
        {
            if (!places.TryAdd(label, places.Count)) throw PredictionErrors.Invalid(label, $"the label '{label}' is given twice.");
        }

        long[][] counts = [.. order.Select(_ => new long[order.Length])];
        for (int i = 0; i < actual.Count; i++) counts[Place(actual[i])][Place(predicted[i])]++;
        return new(order, counts);

        int Place(string label) => places.TryGetValue(label, out int place) ? place : throw PredictionErrors.Invalid(label, $"the label '{label}' is not among those that are given.");
    }

    /// <summary>The content of an artifact: the labels, the counts and the measures.</summary>
    public NamedValues ToValue() => new(
    [
        new("labels", Labels.ToArray<object?>()),
        new("counts", Counts.Select(row => (object?)row.Select(count => (object?)count).ToArray()).ToArray()),
        new("count", Count),
        new("accuracy", Accuracy),
        new("precision", Precision.Select(value => (object?)value).ToArray()),
        new("recall", Recall.Select(value => (object?)value).ToArray()),
        new("f1", F1.Select(value => (object?)value).ToArray()),
    ]);

    private static string[] Sorted(IEnumerable<string> labels) =>
    [
        .. labels.Distinct(StringComparer.Ordinal)
            .OrderBy(label => Number(label) is null).ThenBy(Number).ThenBy(label => label, StringComparer.Ordinal),
    ];

    private static long? Number(string label) => long.TryParse(label, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number : null;

    private static double? Share(long part, long whole) => whole == 0 ? null : (double)part / whole;

    private long Predicted(int label) => Counts.Sum(row => row[label]);
}
