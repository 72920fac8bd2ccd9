using ExperimentTracker.BuildServices;
using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Services;

/// <summary>The parent run that the environment sets for runs of other jobs and processes.</summary>
public static class ParentRuns
{
    /// <summary>Returns the run of the store that <c>EXPERIMENT_PARENT_RUN</c> identifies: by id, path, name or part of an id.</summary>
    /// <param name="store">The store of the new run.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="problem">A sentence that says why there is no parent although the variable is set; else <see langword="null"/>.</param>
    /// <param name="cancellation">Cancels the search.</param>
    public static Run? FromEnvironment(
        IExperimentStore store, BuildEnvironment environment, out string? problem, CancellationToken cancellation = default)
    {
        problem = null;
        if (environment.ParentRun is not { } named) return null;
        try
        {
            return Identities.FindRun(store, named, cancellation: cancellation);
        }
        catch (TrackerException error) when (error.ErrorId is "RunNotFound" or "RunAmbiguous")
        {
            string why = error.ErrorId == "RunNotFound" ? "has no such run" : "has several such runs";
            problem = $"{BuildEnvironment.ParentRunVariable} is '{named}', and the store {store.Path} {why}: the new run has no parent. "
                + "Merge the store that has the parent into this one first, give its id, or clear the variable.";
            return null;
        }
    }
}
