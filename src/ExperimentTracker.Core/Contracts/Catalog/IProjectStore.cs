namespace ExperimentTracker.Contracts.Catalog;

/// <summary>Projects in a store.</summary>
public interface IProjectStore : IRemovable
{
    /// <summary>Creates projects.</summary>
    /// <exception cref="TrackerException"><c>ProjectExists</c>, <c>ProjectIdExists</c>, <c>InvalidName</c> or <c>InvalidId</c>.</exception>
    IReadOnlyList<Project> Create(IReadOnlyList<ProjectDraft> drafts, CancellationToken cancellation);

    /// <summary>Returns projects, sorted by name.</summary>
    IReadOnlyList<Project> Query(CatalogQuery query, CancellationToken cancellation);

    /// <summary>Changes a live project.</summary>
    /// <exception cref="TrackerException"><c>ProjectNotFound</c>, <c>RecordRemoved</c>, <c>ProjectExists</c> or <c>InvalidName</c>.</exception>
    Project Update(string id, CatalogChange change, CancellationToken cancellation);
}
