using System.Management.Automation;
using ExperimentTracker.Binding;

namespace ExperimentTracker.Commands;

/// <summary>Starts a run and makes it the current one, to which cmdlets without -Run write; one started inside it becomes its child.</summary>
[Cmdlet(VerbsLifecycle.Start, "Run", SupportsShouldProcess = true, DefaultParameterSetName = NewSet)]
[OutputType(typeof(Run))]
public sealed class StartRunCommand : RunCreatingCommand
{
    /// <inheritdoc/>
    [Parameter(ParameterSetName = NewSet, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [RecordTransformation(RecordType.Experiment)]
    [ArgumentCompleter(typeof(ExperimentCompleter))]
    public override ExperimentIdentity? Experiment { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = NewSet, Position = 1, ValueFromPipelineByPropertyName = true)]
    public override string? Name { get; set; }

    /// <summary>A pending run to start, instead of a new one.</summary>
    [Parameter(ParameterSetName = "Existing", Mandatory = true, ValueFromPipeline = true)]
    [RecordTransformation(RecordType.Run)]
    [ArgumentCompleter(typeof(RunCompleter))]
    public RunIdentity Run { get; set; } = null!;

    /// <inheritdoc/>
    protected override bool ErrorsTerminate => true;

    /// <inheritdoc/>
    protected override void Process()
    {
        if (!ShouldProcess(Run is null ? NewRunText : $"run '{Run}'", "Start run")) return;
        (IExperimentStore store, Run started) = Run is null ? CreateRun(start: true) : StartExisting();
        State.Push(store, started);
        WriteObject(started);
    }

    private (IExperimentStore Store, Run Run) StartExisting()
    {
        State.EndAbandoned();
        Run run = ReadStore.Runs.ChangeStatus(
            new()
            {
                RunId = Run.Find(ReadStore, Cancellation).Id,
                To = RunStatus.Running,
                Actor = ProcessIdentities.Actor,
                Origin = CaptureOrigin(),
            },
            Cancellation);
        _ = RunOrigins.NoteChangesAsync(ReadStore, run);
        return (ReadStore, run);
    }
}
