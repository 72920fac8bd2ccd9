using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Formatting;
using ExperimentTracker.Session;

namespace ExperimentTracker.Commands;

/// <summary>A cmdlet that creates a run: what can be said of a new run.</summary>
public abstract class RunCreatingCommand : TrackerCommand
{
    private protected const string NewSet = "New";

    private SecretRedactor? redactor;

    /// <summary>The experiment; a name that is not there yet is created. Without it, that of the parent run, or the experiment Default.</summary>
    [Parameter(ParameterSetName = NewSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [RecordTransformation(RecordType.Experiment)]
    [ArgumentCompleter(typeof(ExperimentCompleter))]
    public virtual ExperimentIdentity? Experiment { get; set; }

    /// <summary>The project of the experiment; a name that is not there yet is created.</summary>
    [Parameter(ParameterSetName = NewSet, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProjectCompleter))]
    public ProjectIdentity? Project { get; set; }

    /// <summary>The name; without it, <c>run-</c> and the number.</summary>
    [Parameter(ParameterSetName = NewSet, ValueFromPipelineByPropertyName = true)]
    public virtual string? Name { get; set; }

    /// <summary>The trial; a name that the experiment does not have yet is created. Without it, the experiment's default trial.</summary>
    [Parameter(ParameterSetName = NewSet, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(TrialCompleter))]
    public TrialIdentity? Trial { get; set; }

    /// <summary>The namespace (relpath) within the experiment, <c>/</c>-separated; runs are numbered within it.</summary>
    [Parameter(ParameterSetName = NewSet, ValueFromPipelineByPropertyName = true)]
    [Alias("RelPath")]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string? Namespace { get; set; }

    /// <summary>The parameters: a hashtable, or an object whose properties they are.</summary>
    [Parameter(ParameterSetName = NewSet, ValueFromPipelineByPropertyName = true)]
    public object? Parameter { get; set; }

    /// <summary>A parameter hash of your own, instead of the one that is computed.</summary>
    [Parameter(ParameterSetName = NewSet, ValueFromPipelineByPropertyName = true)]
    public string? ParameterHash { get; set; }

    /// <summary>The first tags: <c>key</c>, <c>key=value</c>, or a hashtable.</summary>
    [Parameter(ParameterSetName = NewSet)]
    [ArgumentCompleter(typeof(TagCompleter))]
    public object[]? Tag { get; set; }

    /// <summary>What it is about.</summary>
    [Parameter(ParameterSetName = NewSet, ValueFromPipelineByPropertyName = true)]
    public string? Description { get; set; }

    /// <summary>The run that spawns it; without it, the current run, or else the one that <c>$env:EXPERIMENT_PARENT_RUN</c> names.</summary>
    [Parameter(ParameterSetName = NewSet)]
    [ArgumentCompleter(typeof(RunCompleter))]
    public RunIdentity? ParentRun { get; set; }

    /// <summary>The id; without it, one is made.</summary>
    [Parameter(ParameterSetName = NewSet, ValueFromPipelineByPropertyName = true)]
    public string? Id { get; set; }

    /// <summary>The W3C trace id; without it, the one of <c>$env:TRACEPARENT</c>.</summary>
    [Parameter(ParameterSetName = NewSet, ValueFromPipelineByPropertyName = true)]
    public string? TraceId { get; set; }

    /// <summary>The span id; without it, the one of <c>$env:TRACEPARENT</c>.</summary>
    [Parameter(ParameterSetName = NewSet, ValueFromPipelineByPropertyName = true)]
    public string? SpanId { get; set; }

    /// <summary>Keeps nothing of where the run comes from: neither computer, account, command line, script and git, nor the build.</summary>
    [Parameter]
    public SwitchParameter NoProvenance { get; set; }

    /// <summary>What to call the new run when asking whether to go on.</summary>
    private protected string NewRunText => Name is null || IsExperimentPiped ? $"experiment '{Experiment?.Text ?? "Default"}'" : $"run '{Name}'";

    // An experiment that is piped binds its own id, name and description as well; those are not the run's.
    private bool IsExperimentPiped => Experiment is { IsExact: true } && Experiment.Text == Id;

    /// <summary>Knows the secrets of this process.</summary>
    private protected SecretRedactor Redactor => redactor ??= SecretRedactor.ForThisProcess();

    // A run that is piped binds all of its own too; the new one is like it, but another.
    private Run? Like => MyInvocation.ExpectingInput ? Experiment?.OfRun : null;

    /// <summary>Creates the run in the store it belongs to.</summary>
    /// <returns>The store and the run.</returns>
    private protected (IExperimentStore Store, Run Run) CreateRun(bool start, TimeSpan? heartbeat = null)
    {
        (IExperimentStore store, RunRequest request) = BuildRequest(start, heartbeat);
        Run run = RunFactory.Create(store, request, Cancellation);
        if (start) _ = RunOrigins.NoteChangesAsync(store, run);
        return (store, run);
    }

    /// <summary>What the parameters say of the run, and the store it belongs to.</summary>
    private protected (IExperimentStore Store, RunRequest Request) BuildRequest(bool start, TimeSpan? heartbeat = null)
    {
        State.EndAbandoned();
        CurrentRun? current = ParentRun is null ? CurrentRunHere : null;
        IExperimentStore store = Using(current?.Store ?? WriteStore);
        Run? like = Like;
        return (store, new RunRequest
        {
            Experiment = Experiment?.TextOrFound(store, Cancellation),
            Project = Project?.TextOrFound(store, Cancellation),
            Trial = Trial?.Text,
            ParentRun = ParentRun?.Find(store, Cancellation).Id ?? current?.RunId ?? ParentOfEnvironment(store),
            Id = IsExperimentPiped || Id == like?.Id ? null : Id,
            Name = IsExperimentPiped || (like is not null && Name == $"run-{like.Uid}") ? null : Name,
            Namespace = Namespace,
            Description = IsExperimentPiped ? null : Description,
            Parameters = ParametersToStartWith(like),
            ParameterHash = ParameterHash == like?.ParameterHash ? null : ParameterHash,
            Tags = start ? WithBuildFacts(DomainValues.Tags(Tag)) : DomainValues.Tags(Tag),
            Start = start,
            Heartbeat = heartbeat,
            TraceId = TraceId == like?.TraceId ? null : TraceId,
            SpanId = SpanId == like?.SpanId ? null : SpanId,
            Origin = CaptureOrigin(),
        });
    }

    /// <summary>The parameters of the new run; those of the one it is to be like, if none are given.</summary>
    private protected virtual NamedValues ParametersToStartWith(Run? like) =>
        Parameter is null && like is not null ? like.Parameters : DomainValues.FromObject(nameof(Parameter), Parameter);

    /// <summary>Where this session stands, unless nothing of it is to be kept.</summary>
    private protected RunOrigin CaptureOrigin() => NoProvenance
        ? RunOrigin.Unknown
        : RunOrigins.Capture(SessionState.Path.CurrentFileSystemLocation.ProviderPath, State.Scripts.AnyPath, Host.Version.ToString());

    /// <summary>What is known of the build, unless nothing of it is to be kept.</summary>
    private protected NamedValues CaptureBuild() => NoProvenance || BuildEnvironment.OfThisProcess.Service == PipelineService.None
        ? NamedValues.Empty
        : BuildFacts.Of(BuildEnvironment.OfThisProcess, Redactor);

    // The user's own tags come first.
    private NamedValues WithBuildFacts(NamedValues tags) => new(tags.Pairs.Concat(CaptureBuild().Pairs.Where(fact => !tags.Contains(fact.Key))));

    private string? ParentOfEnvironment(IExperimentStore store)
    {
        Run? parent = ParentRuns.FromEnvironment(store, BuildEnvironment.OfThisProcess, out string? problem, Cancellation);
        if (problem is not null) WriteWarning(DisplayText.Text(problem));
        return parent?.Id;
    }
}
