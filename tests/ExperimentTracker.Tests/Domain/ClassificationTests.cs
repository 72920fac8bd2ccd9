using ExperimentTracker.Classification;

namespace ExperimentTracker.Tests.Domain;

/// <summary>Measures of predictions against the examples in the documentation of scikit-learn, and against a calculation in rational numbers.</summary>
public sealed class ClassificationTests
{
    [Theory]
    [InlineData("2 0 2 2 0 1", "0 0 2 2 0 2", "0 1 2")]
    [InlineData("cat ant cat cat ant bird", "ant ant cat cat ant cat", "ant bird cat")]
    public void The_matrix_is_that_of_the_documented_examples(string actual, string predicted, string labels)
    {
        ConfusionMatrix matrix = ConfusionMatrix.Of(actual.Split(' '), predicted.Split(' '));
        Assert.Equal(labels.Split(' '), matrix.Labels);
        Assert.Equal([[2, 0, 0], [0, 0, 1], [1, 0, 2]], matrix.Counts);
        Assert.Equal((6L, 4.0 / 6), (matrix.Count, matrix.Accuracy));
        Assert.Equal([2.0 / 3, null, 2.0 / 3], matrix.Precision);
        Assert.Equal([1, 0, 2.0 / 3], matrix.Recall);
        Assert.Equal([4.0 / 5, 0, 4.0 / 6], matrix.F1);
    }

    [Fact]
    public void Labels_have_the_given_order_or_are_sorted_by_value()
    {
        Assert.Equal(["-1", "2", "10", "A", "a"], ConfusionMatrix.Of(["10", "2", "a"], ["A", "-1", "2"]).Labels);
        ConfusionMatrix matrix = ConfusionMatrix.Of(["a", "b"], ["a", "a"], ["unused", "b", "a"]);
        Assert.Equal([[0, 0, 0], [0, 0, 1], [0, 0, 1]], matrix.Counts);
        Assert.Equal([null, null, 0.5], matrix.Precision);
        Assert.Equal([null, 0, 1], matrix.Recall);
    }

    [Fact]
    public void Labels_that_do_not_fit_are_refused()
    {
        Expect.Refused("InvalidPredictions", () => ConfusionMatrix.Of(["a"], ["a", "b"]));
        Expect.Refused("InvalidPredictions", () => ConfusionMatrix.Of([], []));
        Expect.Refused("InvalidPredictions", () => ConfusionMatrix.Of(["a"], ["b"], ["a"]));
        Expect.Refused("InvalidPredictions", () => ConfusionMatrix.Of(["a"], ["a"], ["a", "a"]));
        string[] many = [.. Enumerable.Range(0, 1001).Select(i => $"{i}")];
        Expect.Refused("InvalidPredictions", () => ConfusionMatrix.Of(many, many));
    }

    [Fact]
    public void The_curve_is_that_of_the_documented_example()
    {
        PrecisionRecallCurve curve = PrecisionRecallCurve.Of([0.1, 0.4, 0.35, 0.8], [false, false, true, true]);
        Assert.Equal([0.8, 0.4, 0.35, 0.1], curve.Thresholds);
        Assert.Equal([1, 0.5, 2.0 / 3, 0.5], curve.Precision);
        Assert.Equal([0.5, 0.5, 1, 1], curve.Recall);
        Assert.Equal(0.8333333333333333, curve.AveragePrecision, 1e-15);
        Assert.Equal((4, 2), (curve.Count, curve.Positives));
    }

    [Fact]
    public void Thresholds_between_two_of_the_same_true_positives_are_left_out()
    {
        PrecisionRecallCurve curve = PrecisionRecallCurve.Of([9, 8, 7, 6, 5, 4, 4, 3, 2], [true, false, false, false, true, true, false, false, false]);
        Assert.Equal([9, 6, 5, 4, 2], curve.Thresholds);
        Assert.Equal([1, 1.0 / 4, 2.0 / 5, 3.0 / 7, 3.0 / 9], curve.Precision);
        Assert.Equal([1.0 / 3, 1.0 / 3, 2.0 / 3, 1, 1], curve.Recall);
    }

    [Fact]
    public void The_average_precision_of_many_predictions_with_equal_scores_is_that_of_rational_numbers()
    {
        double[] scores = [.. Enumerable.Range(0, 2000).Select(i => (double)(i * i % 307))];
        bool[] actual = [.. Enumerable.Range(0, 2000).Select(i => ((i * i % 307) + (i * 7 % 101)) > 250)];
        PrecisionRecallCurve curve = PrecisionRecallCurve.Of(scores, actual);
        Assert.Equal((656, 73), (curve.Positives, curve.Thresholds.Count));
        Assert.Equal(0.9683652288847525, curve.AveragePrecision, 1e-14);
    }

    [Fact]
    public void Scores_that_cannot_be_ranked_are_refused()
    {
        Expect.Refused("InvalidPredictions", () => PrecisionRecallCurve.Of([1], [true, false]));
        Expect.Refused("InvalidPredictions", () => PrecisionRecallCurve.Of([], []));
        Expect.Refused("InvalidPredictions", () => PrecisionRecallCurve.Of([1, 2], [false, false]));
        foreach (double odd in new[] { double.NaN, double.PositiveInfinity }) Expect.Refused("InvalidPredictions", () => PrecisionRecallCurve.Of([odd], [true]));
        Assert.Equal(1, PrecisionRecallCurve.Of([1, 2], [true, true]).AveragePrecision);
    }
}
