using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Provenance;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Services;

/// <summary>Creates runs, and the experiments and projects that do not exist yet.</summary>
public static class RunFactory
{
    /// <summary>Creates a run and optionally starts it.</summary>
    /// <exception cref="TrackerException">The errors of <see cref="IRunStore.Create"/>; <c>…Ambiguous</c> for names that match several records.</exception>
    public static Run Create(IExperimentStore store, RunRequest request, CancellationToken cancellation = default)
    {
        Check(store, request, cancellation);
        Run? parent = request.ParentRun is { } text ? Identities.FindRun(store, text, cancellation: cancellation) : null;
        (string experimentId, string? trialId) = PlaceOf(store, request, parent, cancellation);
        TraceParent? trace = TraceParent.FromEnvironment();
        var draft = new RunDraft(request)
        {
            ExperimentId = experimentId,
            TrialId = trialId,
            Namespace = Names.CheckNamespace(request.Namespace),
            ParentRunId = parent?.Id,
            Heartbeat = request.Heartbeat is { } interval ? HeartbeatRules.Check(interval) : null,
            TraceId = request.TraceId ?? trace?.TraceId,
            SpanId = request.SpanId ?? trace?.SpanId,
        };
        return store.Runs.Create([draft], cancellation)[0];
    }

    /// <summary>Finds the experiment with this name or id, or creates it, and its project if necessary.</summary>
    /// <returns>The id of the experiment.</returns>
    /// <exception cref="TrackerException"><c>ExperimentAmbiguous</c>, <c>ProjectAmbiguous</c> or <c>InvalidName</c>.</exception>
    public static string FindOrCreateExperiment(
        IExperimentStore store, string experiment, string? project = null, CancellationToken cancellation = default)
    {
        // The name of a new record must not match a part of another record's id.
        Project? known = project is null ? null : Identities.TryFindProject(store, project, cancellation: cancellation, wholeOnly: true);
        if ((project is null || known is not null) &&
            Identities.FindExperimentLabel(store, experiment, known?.Id, cancellation: cancellation, wholeOnly: true) is { } found) return found.Id;

        // Checked first, so that no project is created for an experiment with an invalid name.
        Names.Check(RecordType.Experiment, experiment);
        string projectId = (known ?? FindOrCreateProject(store, project ?? Project.DefaultName, cancellation)).Id;
        try
        {
            return store.Experiments.Create([new ExperimentDraft { Name = experiment, ProjectId = projectId }], cancellation)[0].Id;
        }
        catch (TrackerException e) when (e.ErrorId == "ExperimentExists")
        {
            // Another process created it first.
            return Identities.FindExperiment(store, experiment, projectId, cancellation: cancellation).Id;
        }
    }

    /// <summary>Finds the project with this name or id, or creates it.</summary>
    /// <exception cref="TrackerException"><c>ProjectAmbiguous</c> or <c>InvalidName</c>.</exception>
    public static Project FindOrCreateProject(IExperimentStore store, string project, CancellationToken cancellation = default)
    {
        if (Identities.TryFindProject(store, project, cancellation: cancellation, wholeOnly: true) is { } found) return found;
        try
        {
            return store.Projects.Create([new ProjectDraft { Name = project }], cancellation)[0];
        }
        catch (TrackerException e) when (e.ErrorId == "ProjectExists")
        {
            return Identities.FindProject(store, project, cancellation: cancellation);
        }
    }

    /// <summary>Finds the trial of an experiment with this name or id, or creates it.</summary>
    /// <exception cref="TrackerException"><c>TrialAmbiguous</c> or <c>InvalidName</c>.</exception>
    public static Trial FindOrCreateTrial(IExperimentStore store, string trial, string experimentId, CancellationToken cancellation = default)
    {
        if (Identities.TryFindTrial(store, trial, experimentId, cancellation: cancellation) is { } found) return found;
        try
        {
            return store.Trials.Create([new TrialDraft { Name = trial, ExperimentId = experimentId }], cancellation)[0];
        }
        catch (TrackerException e) when (e.ErrorId == "TrialExists")
        {
            return Identities.FindTrial(store, trial, experimentId, cancellation: cancellation);
        }
    }

    // The id of a trial also determines the experiment. If another experiment was named, the store throws an error.
    private static (string ExperimentId, string? TrialId) PlaceOf(IExperimentStore store, RunRequest request, Run? parent, CancellationToken cancellation)
    {
        if (request.Trial is not { } text || TrialRules.IsDefault(text)) return (ExperimentOf(store, request, parent, cancellation), null);
        if (TrialRules.ExperimentOfDefault(text) is { } ofDefault && Identities.FindExperimentLabel(store, ofDefault, cancellation: cancellation) is { } found)
        {
            return (request.Experiment is null ? found.Id : ExperimentOf(store, request, parent, cancellation), null);
        }

        Trial? byId = store.Trials.Query(new() { Ids = [text] }, cancellation).FirstOrDefault();
        string experimentId = byId is not null && request.Experiment is null ? byId.ExperimentId : ExperimentOf(store, request, parent, cancellation);
        return (experimentId, byId?.Id ?? FindOrCreateTrial(store, text, experimentId, cancellation).Id);
    }

    // Checked first, so that no experiment is created for an invalid run.
    private static void Check(IExperimentStore store, RunRequest request, CancellationToken cancellation)
    {
        Names.CheckNamespace(request.Namespace);
        if (request.Name is not null) Names.Check(RecordType.Run, request.Name);
        foreach (string name in request.Parameters.Keys) Names.CheckParameter(name);
        DistinctNames.CheckParameters(request.Parameters);
        foreach (string key in request.Tags.Keys) Names.CheckTag(key);
        if (request.Heartbeat is { } interval) HeartbeatRules.Check(interval);
        if (request.Id is not { } id) return;
        Names.CheckId(id);
        if (store.Runs.Query(new() { Ids = [id], Removed = RemovedFilter.All }, cancellation).Any()) throw CatalogErrors.IdTaken(RecordType.Run, id);
    }

    private static string ExperimentOf(IExperimentStore store, RunRequest request, Run? parent, CancellationToken cancellation)
    {
        if (request.Experiment is null && parent is not null) return parent.ExperimentId;
        return FindOrCreateExperiment(store, request.Experiment ?? Experiment.DefaultName, request.Project, cancellation);
    }
}
