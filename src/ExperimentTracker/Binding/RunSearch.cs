using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Rules;
using ExperimentTracker.Services;

namespace ExperimentTracker.Binding;

/// <summary>Finds the runs that an identity matches, within a query.</summary>
internal static class RunSearch
{
    /// <summary>Returns runs by wildcards, all runs with a name, or the run with an id.</summary>
    /// <exception cref="TrackerException"><c>RunNotFound</c> when a string without wildcards has no match.</exception>
    public static IEnumerable<Run> Find(IExperimentStore store, RunIdentity identity, RunQuery query, CancellationToken cancellation)
    {
        if (identity.HasWildcards)
        {
            var pattern = new NamePattern(identity.Text);
            IEnumerable<Run> fitting = store.Runs.Query(query with { NamePrefix = Wildcards.PrefixOf(identity.Text), First = null }, cancellation)
                .Where(run => pattern.IsMatch(run.Name))
                .Take(query.First ?? int.MaxValue);
            if (fitting.Any()) return fitting;
        }

        // This includes strings with brackets that are not wildcards in names: experiment [x]/12.

        string[] ids = identity.IsExact
            ? [identity.Text]
            : [.. Identities.MatchRuns(store, identity.Text, query.Removed, cancellation).Select(r => r.Id)];
        if (ids.Length == 0 && identity.HasWildcards && Wildcards.CanMatchNothing(identity.Text)) return [];
        if (ids.Length == 0) throw CatalogErrors.NotFound(RecordType.Run, identity.Text);
        Run[] found = [.. store.Runs.Query(query with { Ids = ids }, cancellation)];
        return found.Length > 0 ? found : throw CatalogErrors.NotFound(RecordType.Run, identity.Text);
    }
}
