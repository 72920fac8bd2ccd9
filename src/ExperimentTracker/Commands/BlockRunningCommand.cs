using System.Management.Automation;

namespace ExperimentTracker.Commands;

/// <summary>The base class of the cmdlets that run a script block, for one run or for each of several.</summary>
public abstract class BlockRunningCommand : RunStartingCommand
{
    private volatile bool isStopped;

    /// <summary>The block, if the first argument is the experiment.</summary>
    [Parameter(Position = 1, DontShow = true)]
    public ScriptBlock? Block { get; set; }

    /// <summary>Non-terminating errors of the block make its run fail too.</summary>
    [Parameter]
    public SwitchParameter FailOnError { get; set; }

    /// <summary>Logs the output of the block: its streams, its text, the exit codes of native programs; see Get-RunLog.</summary>
    [Parameter]
    public SwitchParameter Capture { get; set; }

    /// <summary>Returns each run when it has ended, after the output of the block.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override bool ErrorsTerminate => true;

    /// <summary>Whether the pipeline was stopped: by Ctrl+C, Stop() or Stop-Job, not by a downstream command that ends it, and not by an error.</summary>
    private protected bool IsStopped => isStopped;

    /// <inheritdoc/>
    protected override void StopProcessing()
    {
        isStopped = true;
        base.StopProcessing();
    }
}
