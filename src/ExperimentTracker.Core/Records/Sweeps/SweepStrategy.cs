namespace ExperimentTracker;

/// <summary>How a sweep chooses the parameters of its trials.</summary>
public enum SweepStrategy
{
    /// <summary>All combinations, the last name changing fastest.</summary>
    Grid,

    /// <summary>Independent random values.</summary>
    Random,

    /// <summary>A Sobol sequence, which fills the space more evenly than random values.</summary>
    Sobol,

    /// <summary>A tree-structured Parzen estimator, which learns from the trials that have ended.</summary>
    Tpe,

    /// <summary>Given sets of parameters, one after the other.</summary>
    List,
}
