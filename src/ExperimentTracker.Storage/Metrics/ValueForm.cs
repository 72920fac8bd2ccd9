namespace ExperimentTracker.Storage.Metrics;

/// <summary>What the numbers in a column of values are. The numbers of the members are those in the database.</summary>
internal enum ValueForm
{
    /// <summary>The bits of the value, IEEE 754 binary64.</summary>
    Binary64 = 0,

    /// <summary>The bits of the value, IEEE 754 binary32.</summary>
    Binary32 = 1,

    /// <summary>The value times a power of ten; the value is the double that is nearest to their quotient.</summary>
    Decimal = 2,
}
