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

    /// <summary>Gives models in order of project and name.</summary>
    IReadOnlyList<Model> Query(CatalogQuery query, CancellationToken cancellation);

    /// <summary>Changes a live model.</summary>
    /// <exception cref="TrackerException"><c>ModelNotFound</c>, <c>RecordRemoved</c>, <c>ModelExists</c> or <c>InvalidName</c>.</exception>
    Model Update(string id, CatalogChange change, CancellationToken cancellation);

    /// <summary>Registers versions; each takes the next number of its model, which is never given again.</summary>
    /// <exception cref="TrackerException">
    /// <c>ModelNotFound</c>, <c>RunNotFound</c>, <c>ArtifactNotFound</c>, <c>RecordRemoved</c>, <c>OtherProject</c> or <c>ModelVersionIdExists</c>.
    /// </exception>
    IReadOnlyList<ModelVersion> Register(IReadOnlyList<ModelVersionDraft> drafts, CancellationToken cancellation);

    /// <summary>Gives versions.</summary>
    IReadOnlyList<ModelVersion> Versions(ModelVersionQuery query, CancellationToken cancellation);

    /// <summary>Changes a live version. Going to Production archives the incumbent in the same transaction, which is flushed to disk.</summary>
    /// <exception cref="TrackerException"><c>ModelVersionNotFound</c>, <c>RecordRemoved</c>, <c>InvalidStageTransition</c> or <c>AliasNotFound</c>.</exception>
    ModelVersion UpdateVersion(string id, ModelVersionChange change, CancellationToken cancellation);

    /// <summary>Removes versions, softly; their aliases go, their numbers are not given again.</summary>
    void RemoveVersions(IReadOnlyCollection<string> ids, CancellationToken cancellation);

    /// <summary>The changes of stage of versions, oldest first.</summary>
    IReadOnlyList<StageChange> StageHistory(IReadOnlyCollection<string> versionIds, CancellationToken cancellation);
}
