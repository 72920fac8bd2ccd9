namespace ExperimentTracker.Contracts.Catalog;

/// <summary>Whether a query returns live or removed records.</summary>
public enum RemovedFilter
{
    /// <summary>Records that are live and whose parents are live.</summary>
    Live = 0,

    /// <summary>Records that were removed themselves.</summary>
    Removed = 1,

    /// <summary>All records.</summary>
    All = 2,
}
