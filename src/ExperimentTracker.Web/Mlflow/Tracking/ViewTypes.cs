using ExperimentTracker.Web.Mlflow.Protocol;

namespace ExperimentTracker.Web.Mlflow.Tracking;

/// <summary>Which records a search returns: those that were not deleted, those that were, or both.</summary>
internal static class ViewTypes
{
    /// <summary>Reads the parameter, by name or by number.</summary>
    /// <exception cref="MlflowProblem">There is no such view.</exception>
    public static RemovedFilter Read(Arguments arguments, string name) => arguments.Has(name) is false ? RemovedFilter.Live : arguments.RequiredId(name) switch
    {
        "ACTIVE_ONLY" or "1" => RemovedFilter.Live,
        "DELETED_ONLY" or "2" => RemovedFilter.Removed,
        "ALL" or "3" => RemovedFilter.All,
        var other => throw MlflowProblem.Invalid($"Invalid value {other} for parameter '{name}' supplied. Use ACTIVE_ONLY, DELETED_ONLY or ALL."),
    };
}
