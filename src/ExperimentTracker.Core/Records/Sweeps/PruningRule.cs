namespace ExperimentTracker;

/// <summary>How a run that shows no promise is recognised by the runs beside it.</summary>
public enum PruningRule
{
    /// <summary>Its best value so far is worse than the median of what ended runs had reached on average by the same step.</summary>
    Median,

    /// <summary>At a step of 1, 3, 9, 27 … it is not in the best third of the runs that have come as far: asynchronous successive halving.</summary>
    SuccessiveHalving,
}
