using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Redaction;

namespace ExperimentTracker.BuildServices;

/// <summary>The runs that a build started.</summary>
public static class BuildRuns
{
    // A build is not older than its runs, so the search through older runs is limited.
    private const int MostLookedAt = 10_000;

    /// <summary>Returns the runs of the store that have the tags of this build, in all of its jobs and attempts, newest first.</summary>
    public static IEnumerable<Run> Find(IExperimentStore store, BuildEnvironment environment, CancellationToken cancellation)
    {
        NamedValues facts = BuildFacts.Of(environment, new SecretRedactor([]));
        if (facts["ci.build-id"] is not string build) return [];
        return store.Runs.Query(new() { First = MostLookedAt }, cancellation)
            .Where(run => Equals(run.Tags["ci.build-id"], build) && Equals(run.Tags["ci.provider"], facts["ci.provider"]));
    }
}
