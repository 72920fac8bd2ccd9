using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Contracts.Models;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Provenance;
using ExperimentTracker.Services;
using ExperimentTracker.Sessions;

namespace ExperimentTracker.Commands;

/// <summary>Registers a version of a model, with references to the run that produced it and to its artifact.</summary>
[Cmdlet(VerbsLifecycle.Register, "ModelVersion", SupportsShouldProcess = true)]
[OutputType(typeof(ModelVersion))]
public sealed class RegisterModelVersionCommand : TrackerCommand
{
    /// <summary>The model; a new name creates the model in the project of the run.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ModelCompleter))]
    public ModelIdentity Model { get; set; } = null!;

    /// <summary>The run that produced it: its id, name, path or object. Without it, the current run, if there is one.</summary>
    [Parameter(Position = 1, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(RunCompleter))]
    public RunIdentity? Run { get; set; }

    /// <summary>The artifact: its record or id, or its key on the run, or else on the run's experiment.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ArtifactCompleter))]
    public ArtifactIdentity? Artifact { get; set; }

    /// <summary>The description.</summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyString]
    public string? Description { get; set; }

    /// <summary>The initial tags: <c>key</c>, <c>key=value</c>, or a hashtable.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(TagCompleter))]
    [AllowNull]
    [AllowEmptyCollection]
    public object[]? Tag { get; set; }

    /// <summary>The id; generated if omitted.</summary>
    [Parameter]
    public string? Id { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (!ShouldCreate($"model '{Model}'", "Register version")) return;
        CurrentRun? current = Run is null ? CurrentRunHere : null;
        IExperimentStore store = Using(IsWhatIfSession ? CreationStore : current?.Store ?? WriteStore);
        if (current is not null && !current.IsIn(store)) current = null;
        Run? run = Run?.Find(store, Cancellation) ?? (current is null ? null : store.Runs.Query(new() { Ids = [current.RunId] }, Cancellation).FirstOrDefault());
        Artifact? artifact = Artifact?.Find(store, run, Cancellation);
        var draft = new ModelVersionDraft
        {
            Id = Id,
            ModelId = ModelRegistry.FindOrCreate(store, TextIn(Model, store)!, run?.Project, Cancellation).Id,
            RunId = run?.Id,
            ArtifactId = artifact?.Id,
            Description = Description,
            Tags = DomainValues.Tags(Tag),
            Actor = ProcessIdentities.Actor,
        };
        WriteObject(store.Models.Register([draft], Cancellation)[0]);
    }
}
