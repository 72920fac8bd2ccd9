namespace ExperimentTracker;

/// <summary>Creates runs, and the experiments and projects they are first to name.</summary>
public static class RunFactory
{
    /// <summary>Creates a run, started or pending.</summary>
    /// <exception cref="TrackerException">As <see cref="IRunStore.Create"/>; <c>…Ambiguous</c> for what it names.</exception>
    public static Run Create(IExperimentStore store, RunRequest request, CancellationToken cancellation = default)
    {
        Run? parent = request.ParentRun is { } text ? Identities.FindRun(store, text, cancellation: cancellation) : null;
        (string experimentId, string? trialId) = PlaceOf(store, request, parent, cancellation);
        TraceParent? trace = TraceParent.FromEnvironment();
        var draft = new RunDraft
        {
            Id = request.Id,
            ExperimentId = experimentId,
            TrialId = trialId,
            Namespace = Names.CheckNamespace(request.Namespace),
            Name = request.Name,
            Description = request.Description,
            ParentRunId = parent?.Id,
            Parameters = request.Parameters,
            ParameterHash = request.ParameterHash,
            Tags = request.Tags,
            Start = request.Start,
            TraceId = request.TraceId ?? trace?.TraceId,
            SpanId = request.SpanId ?? trace?.SpanId,
            Origin = request.Origin,
        };
        return store.Runs.Create([draft], cancellation)[0];
    }

    /// <summary>Finds the experiment of that name or id, or creates it, and its project if need be.</summary>
    /// <exception cref="TrackerException"><c>ExperimentAmbiguous</c>, <c>ProjectAmbiguous</c> or <c>InvalidName</c>.</exception>
    public static Experiment FindOrCreateExperiment(
        IExperimentStore store, string experiment, string? project = null, CancellationToken cancellation = default)
    {
        string? projectId = project is null ? null : FindOrCreateProject(store, project, cancellation).Id;
        
        // What shall be created when it is not there must not be taken for a part of some id.
        if (Identities.TryFindExperiment(store, experiment, projectId, cancellation: cancellation, wholeOnly: true) is { } found) return found;
        projectId ??= FindOrCreateProject(store, Project.DefaultName, cancellation).Id;
        try
        {
            return store.Experiments.Create([new ExperimentDraft { Name = experiment, ProjectId = projectId }], cancellation)[0];
        }
        catch (TrackerException e) when (e.ErrorId == "ExperimentExists")
        {
            // Another process was faster.
            return Identities.FindExperiment(store, experiment, projectId, cancellation: cancellation);
        }
    }

    /// <summary>Finds the project of that name or id, or creates it.</summary>
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

    /// <summary>Finds the trial of an experiment by name or id, or creates it.</summary>
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

    // The id of a trial gives the experiment too; another experiment than the one named is for the store to refuse.
    private static (string ExperimentId, string? TrialId) PlaceOf(IExperimentStore store, RunRequest request, Run? parent, CancellationToken cancellation)
    {
        if (request.Trial is not { } text || TrialRules.IsDefault(text)) return (ExperimentOf(store, request, parent, cancellation), null);
        if (TrialRules.ExperimentOfDefault(text) is { } ofDefault && Identities.TryFindExperiment(store, ofDefault, cancellation: cancellation) is { } found)
        {
            return (request.Experiment is null ? found.Id : ExperimentOf(store, request, parent, cancellation), null);
        }

        Trial? byId = store.Trials.Query(new() { Ids = [text] }, cancellation).FirstOrDefault();
        string experimentId = byId is not null && request.Experiment is null ? byId.ExperimentId : ExperimentOf(store, request, parent, cancellation);
        return (experimentId, byId?.Id ?? FindOrCreateTrial(store, text, experimentId, cancellation).Id);
    }

    private static string ExperimentOf(IExperimentStore store, RunRequest request, Run? parent, CancellationToken cancellation)
    {
        if (request.Experiment is null && parent is not null) return parent.ExperimentId;
        return FindOrCreateExperiment(store, request.Experiment ?? Experiment.DefaultName, request.Project, cancellation).Id;
    }
}
