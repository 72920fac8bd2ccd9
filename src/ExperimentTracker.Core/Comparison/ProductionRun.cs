namespace ExperimentTracker;

/// <summary>The run behind what a model has in Production.</summary>
public static class ProductionRun
{
    /// <summary>Finds the run that made the version of a model that is in Production.</summary>
    /// <exception cref="TrackerException"><c>NoProductionVersion</c>, or <c>RunNotRecorded</c> when the version names no run or a removed one.</exception>
    public static Run Find(IExperimentStore store, Model model, CancellationToken cancellation)
    {
        ModelVersion version = store.Models.Versions(new() { ModelIds = [model.Id], Stage = ModelStage.Production }, cancellation).FirstOrDefault()
            ?? throw ComparisonErrors.NoProductionVersion(model.Name);
        Run? run = version.RunId is null ? null : store.Runs.Query(new() { Ids = [version.RunId] }, cancellation).FirstOrDefault();
        return run ?? throw ComparisonErrors.RunNotRecorded(version.Path);
    }
}
