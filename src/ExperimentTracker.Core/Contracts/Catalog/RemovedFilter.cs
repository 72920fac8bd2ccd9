namespace ExperimentTracker.Contracts.Catalog;

/// <summary>Which records a query gives with regard to removal.</summary>
public enum RemovedFilter
{
    /// <summary>Records that are live, and so are all they belong to.</summary>
    Live = 0,

    /// <summary>Records that were removed themselves.</summary>
    Removed = 1,

    /// <summary>All records.</summary>
    All = 2,
}
