using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Errors;
using ExperimentTracker.Filters;
using ExperimentTracker.Rules;
using ExperimentTracker.Services;

namespace ExperimentTracker.Commands;

/// <summary>Waits until runs have ended, or until a condition is true for them, and returns them.</summary>
[Cmdlet(VerbsLifecycle.Wait, "Run")]
[OutputType(typeof(Run))]
public sealed class WaitRunCommand : RunReadingCommand
{
    private readonly List<SettledRun> unmet = [];
    private RunWaiter waiter = new();
    private FilterProgram? program;
    private FilterPipeline? pipeline;

    /// <inheritdoc/>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("RunId")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(RunCompleter))]
    public override RunIdentity[]? Run { get; set; }

    /// <summary>The condition to wait for, as in Get-Run -Filter; <c>$_</c> is the run. Without it, the runs must have ended.</summary>
    [Parameter(Position = 1)]
    public ScriptBlock? Until { get; set; }

    /// <summary>Waits for one of the runs only, whichever is first.</summary>
    [Parameter]
    public SwitchParameter Any { get; set; }

    /// <summary>The longest wait: a number of seconds, or a duration.</summary>
    [Parameter]
    [IntervalTransformation(typeof(TimeSpan?))]
    public TimeSpan? Timeout { get; set; }

    /// <inheritdoc/>
    protected override void Begin()
    {
        if (Timeout < TimeSpan.Zero) throw RunErrors.NegativeTimeout(Timeout.Value);
        if (Until is not null)
        {
            program = new FilterProgram(Until, SessionState);

            // A block that fails would fail at each look, so the first error ends the wait.
            pipeline = new FilterPipeline(program.Block, error => throw error, RememberSource);
        }

        waiter = new RunWaiter { Until = Until is null ? null : Holds, Timeout = Timeout };
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (Run is null && Until is null && !MyInvocation.ExpectingInput) throw RunErrors.WaitForItself();
        ForEachRun(target => waiter.Add(target.Store, target.Run));
    }

    /// <inheritdoc/>
    protected override void End()
    {
        foreach (SettledRun settled in waiter.Wait(Cancellation))
        {
            if (!settled.IsMet)
            {
                if (Any) unmet.Add(settled);
                else WriteError(RunErrors.WaitUnmet(settled.Run).ToErrorRecord());
                continue;
            }

            Using(settled.Store);
            WriteObject(settled.Run);
            if (Any) return;
        }

        unmet.ForEach(settled => WriteError(RunErrors.WaitUnmet(settled.Run).ToErrorRecord()));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        pipeline?.Dispose();
        program?.Dispose();
        base.Dispose(disposing);
    }

    private bool Holds(IExperimentStore store, Run run)
    {
        Using(store);
        return pipeline!.Holds(run);
    }
}
