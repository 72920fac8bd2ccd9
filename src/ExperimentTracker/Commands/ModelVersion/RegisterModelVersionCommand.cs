using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Session;

namespace ExperimentTracker.Commands;

/// <summary>Registers a version of a model, linked to the run that produced it and the artifact that holds it.</summary>
[Cmdlet(VerbsLifecycle.Register, "ModelVersion", SupportsShouldProcess = true)]
[OutputType(typeof(ModelVersion))]
public sealed class RegisterModelVersionCommand : TrackerCommand
{
    /// <summary>The model; a name that is not there yet is created in the project of the run.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ModelCompleter))]
    public ModelIdentity Model { get; set; } = null!;

    /// <summary>The run that produced it: its id, name, path or object. Without it, the current run, if there is one.</summary>
    [Parameter(Position = 1, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(RunCompleter))]
    public RunIdentity? Run { get; set; }

    /// <summary>The key of the artifact of the run that holds it.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ArtifactCompleter))]
    public string? Artifact { get; set; }

    /// <summary>What it is.</summary>
    [Parameter]
    public string? Description { get; set; }

    /// <summary>Its first tags: <c>key</c>, <c>key=value</c>, or a hashtable.</summary>
    [Parameter]
    public object[]? Tag { get; set; }

    /// <summary>Its id; without it, one is made.</summary>
    [Parameter]
    public string? Id { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        CurrentRun? current = Run is null && Store is null ? State.Current : null;
        IExperimentStore store = current?.Store ?? WriteStore;
        Run? run = Run?.Find(store, Cancellation) ?? (current is null ? null : store.Runs.Query(new() { Ids = [current.RunId] }, Cancellation).FirstOrDefault());
        Artifact? artifact = Artifact is null ? null : FindArtifact(store, run ?? throw RunErrors.NoCurrentRun());
        if (!ShouldProcess($"model '{Model}'", "Register version")) return;
        var draft = new ModelVersionDraft
        {
            Id = Id,
            ModelId = ModelRegistry.FindOrCreate(store, Model.Text, run?.Project, Cancellation).Id,
            RunId = run?.Id,
            ArtifactId = artifact?.Id,
            Description = Description,
            Tags = DomainValues.Tags(Tag),
            Actor = ProcessIdentities.Actor,
        };
        WriteObject(store.Models.Register([draft], Cancellation)[0]);
    }

    private Artifact FindArtifact(IExperimentStore store, Run run) =>
        store.Artifacts.Query(new() { OwnerIds = [run.Id] }, Cancellation).FirstOrDefault(a => Names.Fold(a.Key) == Names.Fold(Artifact!))
            ?? throw ArtifactErrors.NotFound(Artifact!, $"Run {run.Path} has no");
}
