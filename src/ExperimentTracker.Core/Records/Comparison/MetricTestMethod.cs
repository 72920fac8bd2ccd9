namespace ExperimentTracker;

/// <summary>The method that decides whether a metric is worse than its baseline.</summary>
public enum MetricTestMethod : long
{
    /// <summary>The test fails when the value is worse than the mean of the baseline by more than the tolerance.</summary>
    Tolerance = 0,

    /// <summary>
    /// One new run is compared with the variation of the baseline. The test fails when a value this bad would be rare among runs like those of the
    /// baseline (a prediction interval of Student's t). The baseline needs at least two runs.
    /// </summary>
    Prediction = 1,

    /// <summary>
    /// Two samples of runs are compared. The test fails when the mean of the candidates is worse by more than chance explains (Welch's t-test). Each
    /// side needs at least two runs.
    /// </summary>
    Welch = 2,

    /// <summary>The test fails when the value is below a minimum or above a maximum. There is no baseline.</summary>
    Limit = 3,

    /// <summary>
    /// Two samples of runs are compared by the order of their values alone (the Mann-Whitney test), which suits values that are not normally distributed and
    /// values with outliers. The test fails when the candidates tend to be worse by more than chance explains.
    /// </summary>
    MannWhitney = 4,
}
