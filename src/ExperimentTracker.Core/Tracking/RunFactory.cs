namespace ExperimentTracker;

/// <summary>Creates runs, and the experiments and projects they are first to name.</summary>
public static class RunFactory
{
    /// <summary>Creates a run, started or pending.</summary>
    /// <exception cref="TrackerException">As <see cref="IRunStore.Create"/>; <c>…Ambiguous</c> for what it names.</exception>
    public static Run Create(IExperimentStore store, RunRequest request, CancellationToken cancellation = default)
    {
        Run? parent = request.ParentRun is { } text ? Identities.FindRun(store, text, cancellation: cancellation) : null;
        TraceParent? trace = TraceParent.FromEnvironment();
        var draft = new RunDraft
        {
            Id = request.Id,
            ExperimentId = ExperimentOf(store, request, parent, cancellation),
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

    private static string ExperimentOf(IExperimentStore store, RunRequest request, Run? parent, CancellationToken cancellation)
    {
        if (request.Experiment is null && parent is not null) return parent.ExperimentId;
        return FindOrCreateExperiment(store, request.Experiment ?? Experiment.DefaultName, request.Project, cancellation).Id;
    }
}
