using ExperimentTracker.Contracts.Models;
using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Services;

/// <summary>Looks up models, and creates those that do not exist.</summary>
public static class ModelRegistry
{
    /// <summary>Finds the model with this name or id, or creates it.</summary>
    /// <param name="store">The store.</param>
    /// <param name="model">A string that identifies a model (see <see cref="Identities"/>), or the name of a new one.</param>
    /// <param name="project">The name of the project to search first, in which a new model is created; <see langword="null"/> for the default project.</param>
    /// <param name="cancellation">Cancels waiting for other processes.</param>
    /// <exception cref="TrackerException"><c>ModelAmbiguous</c> or <c>InvalidName</c>.</exception>
    public static Model FindOrCreate(IExperimentStore store, string model, string? project, CancellationToken cancellation = default)
    {
        string? projectId = project is null ? null : RunFactory.FindOrCreateProject(store, project, cancellation).Id;
        if (projectId is not null && Identities.TryFindModel(store, model, projectId, cancellation, wholeOnly: true) is { } near) return near;
        if (Identities.TryFindModel(store, model, null, cancellation, wholeOnly: true) is { } found) return found;
        projectId ??= RunFactory.FindOrCreateProject(store, Project.DefaultName, cancellation).Id;
        try
        {
            return store.Models.Create([new ModelDraft { Name = model, ProjectId = projectId }], cancellation)[0];
        }
        catch (TrackerException e) when (e.ErrorId == "ModelExists")
        {
            // Another process created it first.
            return Identities.FindModel(store, model, projectId, cancellation);
        }
    }
}
