using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Comparison;

/// <summary>The run behind what a model has in Production.</summary>
public static class ProductionRun
{
    /// <summary>Finds the run that made the version of a model that is in Production.</summary>
    /// <param name="store">The store.</param>
    /// <param name="model">The model.</param>
    /// <param name="mayLack">Whether it is no error that nothing is in Production yet.</param>
    /// <param name="cancellation">Stops looking.</param>
    /// <returns>The run, or <see langword="null"/> when nothing is in Production and that is no error.</returns>
    /// <exception cref="TrackerException"><c>NoProductionVersion</c>, or <c>RunNotRecorded</c> when the version names no run or a removed one.</exception>
    public static Run? Find(IExperimentStore store, Model model, bool mayLack, CancellationToken cancellation)
    {
        ModelVersion? version = store.Models.Versions(new() { ModelIds = [model.Id], Stage = ModelStage.Production }, cancellation).FirstOrDefault();
        if (version is null) return mayLack ? null : throw ComparisonErrors.NoProductionVersion(model.Name);
        Run? run = version.RunId is null ? null : store.Runs.Query(new() { Ids = [version.RunId] }, cancellation).FirstOrDefault();
        return run ?? throw ComparisonErrors.RunNotRecorded(version.Path);
    }
}
