namespace ExperimentTracker;

/// <summary>How a test decides whether a metric got worse.</summary>
public enum MetricTestMethod
{
    /// <summary>The value may be worse than the mean of the baseline by what is tolerated, and not more.</summary>
    Tolerance = 0,

    /// <summary>
    /// One new run against the spread of the baseline: it fails when so bad a value would be rare among runs like those of the baseline
    /// (a prediction interval of Student's t). The baseline needs two runs or more.
    /// </summary>
    Prediction = 1,

    /// <summary>
    /// Two samples of runs: the candidates fail when their mean is worse by more than chance explains (Welch's t-test).
    /// Each side needs two runs or more.
    /// </summary>
    Welch = 2,
}
