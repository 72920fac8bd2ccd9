using System.Runtime.CompilerServices;
using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Stores;

/// <summary>
/// Determines which stores to report as empty: a query that finds nothing looks the same in the wrong store. A store is reported once, and not if this
/// process created it.
/// </summary>
internal static class EmptyStores
{
    private static readonly ConditionalWeakTable<IExperimentStore, object> Known = [];

    /// <summary>Does not report this store.</summary>
    public static void Expect(IExperimentStore store) => Known.TryAdd(store, store);

    /// <summary>Whether to report the store now.</summary>
    public static bool ShouldReport(IExperimentStore store, CancellationToken cancellation) =>
        Known.TryAdd(store, store) &&
        store.Projects.Query(new() { Removed = RemovedFilter.All }, cancellation).Count == 0 &&
        store.Datasets.Query(new(), cancellation).Count == 0 &&
        store.Datasets.Encoders(null, cancellation).Count == 0;
}
