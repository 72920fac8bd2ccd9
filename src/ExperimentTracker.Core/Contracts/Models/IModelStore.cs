using ExperimentTracker.Contracts.Catalog;

namespace ExperimentTracker.Contracts.Models;

/// <summary>The model registry in a store.</summary>
public interface IModelStore : IRemovable
{
    /// <summary>Creates models.</summary>
    /// <exception cref="TrackerException">
    /// <c>ModelExists</c>, <c>ModelIdExists</c>, <c>ProjectNotFound</c>, <c>RecordRemoved</c>, <c>InvalidName</c> or <c>InvalidId</c>.
    /// </exception>
    IReadOnlyList<Model> Create(IReadOnlyList<ModelDraft> drafts, CancellationToken cancellation);

    /// <summary>Returns models, sorted by project and name.</summary>
    IReadOnlyList<Model> Query(CatalogQuery query, CancellationToken cancellation);

    /// <summary>Changes a live model.</summary>
    /// <exception cref="TrackerException"><c>ModelNotFound</c>, <c>RecordRemoved</c>, <c>ModelExists</c> or <c>InvalidName</c>.</exception>
    Model Update(string id, CatalogChange change, CancellationToken cancellation);

    /// <summary>Registers versions. Each gets the next number of its model; numbers are never reused.</summary>
    /// <exception cref="TrackerException">
    /// <c>ModelNotFound</c>, <c>RunNotFound</c>, <c>ArtifactNotFound</c>, <c>RecordRemoved</c>, <c>OtherProject</c> or <c>ModelVersionIdExists</c>.
    /// </exception>
    IReadOnlyList<ModelVersion> Register(IReadOnlyList<ModelVersionDraft> drafts, CancellationToken cancellation);

    /// <summary>Returns versions.</summary>
    IReadOnlyList<ModelVersion> Versions(ModelVersionQuery query, CancellationToken cancellation);

    /// <summary>Changes a live version. A promotion to Production archives the incumbent in the same transaction, which is flushed to disk.</summary>
    /// <exception cref="TrackerException"><c>ModelVersionNotFound</c>, <c>RecordRemoved</c>, <c>InvalidStageTransition</c> or <c>AliasNotFound</c>.</exception>
    ModelVersion UpdateVersion(string id, ModelVersionChange change, CancellationToken cancellation);

    /// <summary>Removes versions. Their aliases are deleted; their numbers are not reused.</summary>
    void RemoveVersions(IReadOnlyCollection<string> ids, CancellationToken cancellation);

    /// <summary>Returns the stage changes of versions, oldest first.</summary>
    IReadOnlyList<StageChange> StageHistory(IReadOnlyCollection<string> versionIds, CancellationToken cancellation);
}
