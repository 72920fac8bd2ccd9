using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Comparison;

/// <summary>The run of a model's version in Production.</summary>
public static class ProductionRun
{
    /// <summary>Finds the run that produced the version of a model that is in Production.</summary>
    /// <param name="store">The store.</param>
    /// <param name="model">The model.</param>
    /// <param name="allowMissing">Whether a model without a version in Production is not an error.</param>
    /// <param name="cancellation">Cancels the search.</param>
    /// <returns>The run, or <see langword="null"/> when no version is in Production and that is not an error.</returns>
    /// <exception cref="TrackerException"><c>NoProductionVersion</c>, or <c>RunNotRecorded</c> when the version has no run or a removed one.</exception>
    public static Run? Find(IExperimentStore store, Model model, bool allowMissing, CancellationToken cancellation)
    {
        ModelVersion? version = store.Models.Versions(new() { ModelIds = [model.Id], Stage = ModelStage.Production }, cancellation).FirstOrDefault();
        if (version is null) return allowMissing ? null : throw ComparisonErrors.NoProductionVersion(model.Name);
        Run? run = version.RunId is null ? null : store.Runs.Query(new() { Ids = [version.RunId] }, cancellation).FirstOrDefault();
        return run ?? throw ComparisonErrors.RunNotRecorded(version.Path);
    }
}
