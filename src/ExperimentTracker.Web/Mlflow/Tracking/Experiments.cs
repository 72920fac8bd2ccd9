using ExperimentTracker.Services;
using ExperimentTracker.Web.Mlflow.Protocol;

namespace ExperimentTracker.Web.Mlflow.Tracking;

/// <summary>Finds the experiments that clients name.</summary>
internal static class Experiments
{
    /// <summary>The id of the experiment that clients log to when they name none. It means the one named <c>Default</c>, which is created when it is first used.</summary>
    public const string DefaultId = "0";

    /// <summary>Finds an experiment by the id that a client has, a live one or a removed one.</summary>
    /// <exception cref="MlflowProblem">There is none.</exception>
    public static Experiment Find(MlflowCall call, string id)
    {
        string wanted = IdOf(call, id);
        return call.Store.Experiments.Query(new() { Ids = [wanted], Removed = RemovedFilter.All }, call.Cancellation) is [var found] ? found
            : throw MlflowProblem.NotFound($"No Experiment with id={id} exists");
    }

    /// <summary>Finds a live experiment by the id that a client has.</summary>
    /// <exception cref="MlflowProblem">There is none, or it is deleted.</exception>
    public static Experiment FindLive(MlflowCall call, string id) => Find(call, id) is { RemovedAt: null } live ? live
        : throw MlflowProblem.Invalid($"The experiment {id} must be in the 'active' state. Current state is deleted.");

    /// <summary>Returns the id of an experiment in the store. It need not exist, unless it is the default one.</summary>
    public static string IdOf(MlflowCall call, string id)
    {
        if (id != DefaultId || call.Store.Experiments.Labels(new() { Ids = [id] }, call.Cancellation).Count > 0) return id;
        return RunFactory.FindOrCreateExperiment(call.Store, Experiment.DefaultName, call.Services.Project, call.Cancellation);
    }

    /// <summary>Finds an experiment by the name that a client has; a live one rather than a removed one.</summary>
    public static Experiment? FindByName(MlflowCall call, string name)
    {
        foreach ((string project, string inProject) in call.Services.Meanings(name))
        {
            Experiment[] found = [.. call.Store.Experiments.Query(new() { Identity = inProject, Removed = RemovedFilter.All }, call.Cancellation)
                .Where(e => Rules.Names.Fold(e.Name) == Rules.Names.Fold(inProject) && string.Equals(e.Project, project, StringComparison.OrdinalIgnoreCase))
                .OrderBy(e => e.RemovedAt is not null).ThenByDescending(e => e.RemovedAt)];
            if (found.Length > 0) return found[0];
        }

        return name == Experiment.DefaultName ? Find(call, DefaultId) : null;
    }
}
