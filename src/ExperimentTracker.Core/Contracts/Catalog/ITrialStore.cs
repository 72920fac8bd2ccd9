namespace ExperimentTracker.Contracts.Catalog;

/// <summary>Trials in a store. The runs of a removed trial are kept, and belong to the default trial until it is restored.</summary>
public interface ITrialStore : IRemovable
{
    /// <summary>Creates trials.</summary>
    /// <exception cref="TrackerException">
    /// <c>TrialExists</c>, <c>TrialIdExists</c>, <c>ExperimentNotFound</c>, <c>RecordRemoved</c>, <c>InvalidName</c> or <c>InvalidId</c>.
    /// </exception>
    IReadOnlyList<Trial> Create(IReadOnlyList<TrialDraft> drafts, CancellationToken cancellation);

    /// <summary>Returns trials, sorted by project, experiment and name.</summary>
    IReadOnlyList<Trial> Query(CatalogQuery query, CancellationToken cancellation);

    /// <summary>Changes a live trial.</summary>
    /// <exception cref="TrackerException"><c>TrialNotFound</c>, <c>RecordRemoved</c>, <c>TrialExists</c> or <c>InvalidName</c>.</exception>
    Trial Update(string id, CatalogChange change, CancellationToken cancellation);
}
