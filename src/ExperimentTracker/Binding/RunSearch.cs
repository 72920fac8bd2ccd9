using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Rules;
using ExperimentTracker.Services;

namespace ExperimentTracker.Binding;

/// <summary>Finds the runs that an identity matches, within a query.</summary>
internal static class RunSearch
{
    /// <summary>
    /// Returns the runs with an id, a name or a path, or else those whose names, or else paths, match wildcards. A name can contain wildcards: it takes
    /// precedence over the pattern.
    /// </summary>
    /// <exception cref="TrackerException"><c>RunNotFound</c> when a string without wildcards has no match.</exception>
    public static IEnumerable<Run> Find(IExperimentStore store, RunIdentity identity, RunQuery query, CancellationToken cancellation)
    {
        string[] ids = identity.IsExact
            ? [identity.Text]
            : [.. Identities.MatchRuns(store, identity.Text, query.Removed, cancellation).Select(r => r.Id)];
        IEnumerable<Run> found = ids.Length > 0 || !identity.HasWildcards
            ? [.. store.Runs.Query(query with { Ids = ids }, cancellation)]
            : ByPattern(store, new NamePattern(identity.Text), query, cancellation);
        if (!found.Any() && !(identity.HasWildcards && Wildcards.CanMatchNothing(identity.Text))) throw CatalogErrors.NotFound(RecordType.Run, identity.Text);
        return found;
    }

    private static IEnumerable<Run> ByPattern(IExperimentStore store, NamePattern pattern, RunQuery query, CancellationToken cancellation)
    {
        IEnumerable<Run> named = ByName(store, pattern, query, cancellation);
        return (named.Any() ? named : ByPath(store, pattern, query, cancellation)).Take(query.First ?? int.MaxValue);
    }

    private static IEnumerable<Run> ByName(IExperimentStore store, NamePattern pattern, RunQuery query, CancellationToken cancellation) =>
        store.Runs.Query(query with { NamePrefix = Wildcards.PrefixOf(pattern.Text), First = null }, cancellation).Where(run => pattern.IsMatch(run.Name));

    // csv/*, csv/nightly/*, */007. The experiments are narrowed, so that not all runs are read.
    private static IEnumerable<Run> ByPath(IExperimentStore store, NamePattern pattern, RunQuery query, CancellationToken cancellation)
    {
        int slash = pattern.Text.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0) return [];
        string before = Wildcards.PrefixOf(pattern.Text);
        string[] experiments = [.. store.Experiments.Labels(new() { Removed = RemovedFilter.All }, cancellation)
            .Where(label => Fits(label.Name)).Select(label => label.Id).Where(id => query.ExperimentIds?.Contains(id) is not false)];
        return experiments.Length == 0 ? [] : store.Runs.Query(query with { ExperimentIds = experiments, First = null }, cancellation).Where(run => pattern.IsMatch(run.Path));

        bool Fits(string name) => before.StartsWith(name + "/", StringComparison.OrdinalIgnoreCase) || $"{name}/".StartsWith(before, StringComparison.OrdinalIgnoreCase);
    }
}
