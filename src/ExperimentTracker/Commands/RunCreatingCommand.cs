using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.BuildServices;
using ExperimentTracker.Completion;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Formatting;
using ExperimentTracker.Provenance;
using ExperimentTracker.Redaction;
using ExperimentTracker.Services;
using ExperimentTracker.Sessions;

namespace ExperimentTracker.Commands;

/// <summary>A cmdlet that creates a run, with the settings of a new run.</summary>
public abstract class RunCreatingCommand : TrackerCommand
{
    private protected const string NewSet = "New";

    private SecretRedactor? redactor;
    private CurrentRun? implied;
    private IExperimentStore? offline;

    /// <summary>The experiment; a new name creates the experiment. Defaults to that of the parent run, or the experiment Default.</summary>
    [Parameter(ParameterSetName = NewSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [RecordTransformation(RecordType.Experiment)]
    [ArgumentCompleter(typeof(ExperimentCompleter))]
    public virtual ExperimentIdentity? Experiment { get; set; }

    /// <summary>The project of the experiment; a new name creates the project.</summary>
    [Parameter(ParameterSetName = NewSet, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProjectCompleter))]
    public ProjectIdentity? Project { get; set; }

    /// <summary>The name; defaults to <c>run-</c> and the number.</summary>
    [Parameter(ParameterSetName = NewSet, ValueFromPipelineByPropertyName = true)]
    public virtual string? Name { get; set; }

    /// <summary>The trial; a new name creates the trial in the experiment. Defaults to the experiment's default trial.</summary>
    [Parameter(ParameterSetName = NewSet, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(TrialCompleter))]
    [NullPropertyIsOmitted]
    public TrialIdentity? Trial { get; set; }

    /// <summary>The namespace within the experiment, <c>/</c>-separated; runs are numbered within it.</summary>
    [Parameter(ParameterSetName = NewSet, ValueFromPipelineByPropertyName = true)]
    [Alias("RelPath")]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    [AllowEmptyString]
    [NullPropertyIsOmitted]
    public string? Namespace { get; set; }

    /// <summary>The parameters: a hashtable, or an object with a property for each.</summary>
    [Parameter(ParameterSetName = NewSet, ValueFromPipelineByPropertyName = true)]
    public object? Parameter { get; set; }

    /// <summary>Converts strings of the parameters that are written as numbers or booleans, such as those of Import-Csv.</summary>
    [Parameter(ParameterSetName = NewSet)]
    public SwitchParameter InferType { get; set; }

    /// <summary>Your own parameter hash, instead of the computed one.</summary>
    [Parameter(ParameterSetName = NewSet, ValueFromPipelineByPropertyName = true)]
    [NullPropertyIsOmitted]
    public string? ParameterHash { get; set; }

    /// <summary>The initial tags: <c>key</c>, <c>key=value</c>, or a hashtable.</summary>
    [Parameter(ParameterSetName = NewSet)]
    [ArgumentCompleter(typeof(TagCompleter))]
    [AllowNull]
    [AllowEmptyCollection]
    public object[]? Tag { get; set; }

    /// <summary>The description.</summary>
    [Parameter(ParameterSetName = NewSet, ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? Description { get; set; }

    /// <summary>The parent run; defaults to the current run, or else to the run that <c>$env:EXPERIMENT_PARENT_RUN</c> identifies.</summary>
    [Parameter(ParameterSetName = NewSet)]
    [ArgumentCompleter(typeof(RunCompleter))]
    public RunIdentity? ParentRun { get; set; }

    /// <summary>The id; generated if omitted.</summary>
    [Parameter(ParameterSetName = NewSet, ValueFromPipelineByPropertyName = true)]
    [NullPropertyIsOmitted]
    public string? Id { get; set; }

    /// <summary>The W3C trace id; defaults to that of <c>$env:TRACEPARENT</c>.</summary>
    [Parameter(ParameterSetName = NewSet, ValueFromPipelineByPropertyName = true)]
    [NullPropertyIsOmitted]
    public string? TraceId { get; set; }

    /// <summary>The span id; defaults to that of <c>$env:TRACEPARENT</c>.</summary>
    [Parameter(ParameterSetName = NewSet, ValueFromPipelineByPropertyName = true)]
    [NullPropertyIsOmitted]
    public string? SpanId { get; set; }

    /// <summary>
    /// If the server of the store cannot be reached, creates the run in a store on this machine instead. <c>Merge-ExperimentStore -Offline</c> delivers it later.
    /// <c>$env:EXPERIMENT_OFFLINE</c> makes this the default.
    /// </summary>
    [Parameter(ParameterSetName = NewSet)]
    public SwitchParameter Offline { get; set; }

    /// <summary>Captures nothing about the origin of the run: neither computer, account, command line, script and git, nor the build.</summary>
    [Parameter]
    public SwitchParameter NoProvenance { get; set; }

    /// <summary>The description of the new run in a confirmation.</summary>
    private protected string NewRunText => Name is null || IsExperimentPiped ? $"experiment '{Experiment?.Text ?? "Default"}'" : $"run '{Name}'";

    // A piped experiment also binds its own id, name and description, which are not those of the run.
    private bool IsExperimentPiped => Experiment is { IsExact: true } && Experiment.Text == Id;

    /// <summary>Redacts the secrets of this process.</summary>
    private protected SecretRedactor Redactor => redactor ??= SecretRedactor.ForThisProcess();

    // A piped run also binds all its own properties; the new run gets the same settings.
    private Run? Template => MyInvocation.ExpectingInput ? Experiment?.OfRun : null;

    /// <summary>Does what creates a run; or, if the server of the store cannot be reached and that is allowed, does it in the offline store.</summary>
    private protected T OrOffline<T>(Func<T> create)
    {
        if (offline is not null || IsWhatIfSession || !IsOfflineAllowed) return create();
        if ((GivenStore?.Address ?? StoreResolver.AddressOf(Session, Store)) is { } address && OfflineStores.WasUnreachable(address))
        {
            offline = OfflineStores.Open(address, Cancellation);
            WriteVerbose(DisplayText.Text($"The server of the store '{address}' did not answer less than a minute ago: this command writes to the store '{offline.Path}'."));
            return create();
        }

        try
        {
            return create();
        }
        catch (TrackerException e) when (OfflineStores.UnreachableBy(e) is not null)
        {
            StoreAddress intended = OfflineStores.UnreachableBy(e)!;
            offline = OfflineStores.Open(intended, Cancellation);
            WriteWarning(DisplayText.Text(
                $"{e.Message} Until it does, runs are written to the store '{offline.Path}' on this machine. Deliver them later with: " +
                $"Merge-ExperimentStore -Offline -Prune -Store '{intended}'"));
            return create();
        }
    }

    private bool IsOfflineAllowed => MyInvocation.BoundParameters.ContainsKey(nameof(Offline)) ? Offline : OfflineStores.IsAutomatic;

    /// <summary>Creates the run in its store.</summary>
    /// <returns>The store and the run.</returns>
    private protected (IExperimentStore Store, Run Run) CreateRun(bool start, TimeSpan? heartbeat = null)
    {
        (IExperimentStore store, RunRequest request) = BuildRequest(start, heartbeat);
        Run run = RunFactory.Create(store, request, Cancellation);
        ParentChoice.Report(run, implied, State, MyInvocation.HistoryId, WriteMessage);
        if (start)
        {
            ReportWhatIf(store, run);
            _ = RunOrigins.RecordChangesAsync(store, run);
        }

        return (store, run);
    }

    /// <summary>Builds the request from the parameters, and determines the store.</summary>
    private protected (IExperimentStore Store, RunRequest Request) BuildRequest(bool start, TimeSpan? heartbeat = null)
    {
        State.EndAbandoned();
        implied = ParentRun is null && Store is null ? ParentChoice.Of(State, offline ?? (IsWhatIfSession ? CreationStore : GivenStore), MyInvocation.HistoryId, WriteMessage) : null;
        IExperimentStore store = Using(offline ?? implied?.Store ?? CreationStore);
        Run? template = Template;
        return (store, new RunRequest
        {
            Experiment = TextIn(Experiment, store),
            Project = TextIn(Project, store),
            Trial = Trial?.Text,
            ParentRun = GivenParent(store) ?? implied?.RunId ?? ParentOfEnvironment(store),
            Id = IsExperimentPiped || Id == template?.Id ? null : Id,
            Name = IsExperimentPiped || (template is not null && Name == $"run-{template.Uid}") ? null : Name,
            Namespace = Namespace,
            Description = IsExperimentPiped ? null : Description,
            Parameters = ParametersToStartWith(template),
            ParameterHash = ParameterHash == template?.ParameterHash ? null : ParameterHash,
            Tags = start ? WithBuildFacts(DomainValues.Tags(Tag)) : DomainValues.Tags(Tag),
            Start = start,
            Heartbeat = heartbeat,
            TraceId = TraceId == template?.TraceId ? null : TraceId,
            SpanId = SpanId == template?.SpanId ? null : SpanId,
            Origin = CaptureOrigin(),
        });
    }

    /// <summary>The parameters of the new run; if none are given, those of the piped run.</summary>
    private protected virtual NamedValues ParametersToStartWith(Run? template) =>
        Parameter is null && template is not null ? template.Parameters : DomainValues.Parameters(Parameter, InferType, text => WriteVerbose(DisplayText.Text(text)));

    /// <summary>The origin of runs of this session, unless provenance is disabled.</summary>
    private protected RunOrigin CaptureOrigin() => NoProvenance
        ? RunOrigin.Unknown
        : RunOrigins.Capture(Session.Folder, State.Scripts.AnyPath, Host.Version.ToString());

    /// <summary>The tags of the build, unless provenance is disabled.</summary>
    private protected NamedValues CaptureBuild() => NoProvenance || BuildEnvironment.OfThisProcess.Service == PipelineService.None
        ? NamedValues.Empty
        : BuildFacts.Of(BuildEnvironment.OfThisProcess, Redactor);

    // The user's own tags take precedence.
    private NamedValues WithBuildFacts(NamedValues tags) => new(tags.Pairs.Concat(CaptureBuild().Pairs.Where(fact => !tags.Contains(fact.Key))));

    // A run of another store is not known in the what-if store and in the offline store, where the new run has no parent.
    private string? GivenParent(IExperimentStore store)
    {
        if (ParentRun is null) return null;
        if (store != State.WhatIfStore && store != offline) return ParentRun.Find(store, Cancellation).Id;
        return store.Runs.Query(new() { Ids = [ParentRun.Text] }, Cancellation).FirstOrDefault()?.Id;
    }

    private string? ParentOfEnvironment(IExperimentStore store)
    {
        if (store == State.WhatIfStore || store == offline) return null;
        Run? parent = ParentRuns.FromEnvironment(store, BuildEnvironment.OfThisProcess, out string? problem, Cancellation);
        if (problem is not null) WriteWarning(DisplayText.Text(problem));
        return parent?.Id;
    }
}
