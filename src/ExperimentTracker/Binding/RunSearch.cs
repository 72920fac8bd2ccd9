using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Rules;
using ExperimentTracker.Services;

namespace ExperimentTracker.Binding;

/// <summary>Finds the runs that an identity fits, within a query.</summary>
internal static class RunSearch
{
    /// <summary>Runs by wildcard, or all of a name, or the one of an id.</summary>
    /// <exception cref="TrackerException"><c>RunNotFound</c> when a text without wildcards fits none.</exception>
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

        // Also what has brackets without being a wildcard over names: experiment [x]/12.

        string[] ids = identity.IsExact
            ? [identity.Text]
            : [.. Identities.MatchRuns(store, identity.Text, query.Removed, cancellation).Select(r => r.Id)];
        if (ids.Length == 0 && identity.HasWildcards && Wildcards.MayFitNone(identity.Text)) return [];
        if (ids.Length == 0) throw CatalogErrors.NotFound(RecordType.Run, identity.Text);
        Run[] found = [.. store.Runs.Query(query with { Ids = ids }, cancellation)];
        return found.Length > 0 ? found : throw CatalogErrors.NotFound(RecordType.Run, identity.Text);
    }
}
