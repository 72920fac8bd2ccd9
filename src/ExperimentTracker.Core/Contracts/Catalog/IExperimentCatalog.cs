namespace ExperimentTracker.Contracts.Catalog;

/// <summary>Experiments in a store.</summary>
public interface IExperimentCatalog : IRemovable
{
    /// <summary>Creates experiments.</summary>
    /// <exception cref="TrackerException">
    /// <c>ExperimentExists</c>, <c>ExperimentIdExists</c>, <c>ProjectNotFound</c>, <c>RecordRemoved</c>, <c>InvalidName</c> or <c>InvalidId</c>.
    /// </exception>
    IReadOnlyList<Experiment> Create(IReadOnlyList<ExperimentDraft> drafts, CancellationToken cancellation);

    /// <summary>Returns experiments, sorted by project and name.</summary>
    IReadOnlyList<Experiment> Query(CatalogQuery query, CancellationToken cancellation);

    /// <summary>Returns the identifying properties of experiments, in the same order. The time does not depend on the number of their runs.</summary>
    IReadOnlyList<ExperimentLabel> Labels(CatalogQuery query, CancellationToken cancellation);

    /// <summary>Changes a live experiment.</summary>
    /// <exception cref="TrackerException"><c>ExperimentNotFound</c>, <c>RecordRemoved</c>, <c>ExperimentExists</c> or <c>InvalidName</c>.</exception>
    Experiment Update(string id, CatalogChange change, CancellationToken cancellation);
}
