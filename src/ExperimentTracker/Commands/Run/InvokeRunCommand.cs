using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Formatting;
using ExperimentTracker.InvokeRun;
using ExperimentTracker.Rules;
using ExperimentTracker.Sessions;
using ExperimentTracker.Stores;

namespace ExperimentTracker.Commands;

/// <summary>
/// Runs a script block as a run, in the caller's scope, and streams its output. The run succeeds when the block ends, fails with a terminating error
/// or a non-zero exit, and is cancelled when the pipeline is stopped.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "Run", SupportsShouldProcess = true, DefaultParameterSetName = NewSet)]
[OutputType(typeof(object), typeof(Run))]
public sealed class InvokeRunCommand : BlockRunningCommand
{
    private BlockRun? block;

    /// <summary>The block; or the experiment, if the block follows: <c>Invoke-Run nightly { … }</c>.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [BlockOrExperiment]
    [ArgumentCompleter(typeof(ExperimentCompleter))]
    public ScriptBlock ScriptBlock { get; set; } = null!;

    /// <inheritdoc/>
    protected override void Begin()
    {
        LanguageModes.RequireFull(
            SessionState, "Invoke-Run", "Use Start-Run instead, and Complete-Run at the end: Complete-Run -ErrorRecord $_ in a catch block makes the run Failed.");
        bool hasExperiment = BlockOrExperimentAttribute.TryGetExperiment(ScriptBlock, out ExperimentIdentity? experiment);
        if (hasExperiment != Block is not null || (hasExperiment && Experiment is not null)) throw RunErrors.BlockExpected();
        if (!hasExperiment) return;
        (Experiment, ScriptBlock) = (experiment, Block!);
    }

    // In ProcessRecord and not in EndProcessing: here the engine passes on break, continue and thrown objects unchanged; from EndProcessing they are
    // wrapped.
    /// <inheritdoc/>
    protected override void Process()
    {
        if (!ShouldCreate(NewRunText, "Run")) return;
        CheckSampling();
        (IExperimentStore store, Run run) = OrOffline(() => CreateRun(start: true, Heartbeat));
        CurrentRun current = MakeCurrent(store, run);
        CaptureContext(store, run);
        block = new BlockRun(this, State, current, Capture ? BlockRun.LogOf(store, run) : null) { FailOnError = FailOnError, IsStopped = () => IsStopped };
        block.Run(ScriptBlock);
        if (block.LogFailure is { } failure) WriteWarning($"The log of run {DisplayText.Text(run.Path)} is not complete. {DisplayText.Text(failure.Message)}");
        if (PassThru) WriteObject(OpenStores.Reopen(store).Runs.Query(new() { Ids = [run.Id] }, Cancellation), enumerateCollection: true);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        block?.EndUnfinished();
        base.Dispose(disposing);
    }
}
