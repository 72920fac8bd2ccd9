using System.Collections;
using System.Management.Automation;
using ExperimentTracker.Binding;

namespace ExperimentTracker.Commands;

/// <summary>Changes a run: its name, description and parent, its status, and the files it names; all in one step.</summary>
[Cmdlet(VerbsCommon.Set, "Run", SupportsShouldProcess = true)]
[OutputType(typeof(Run))]
public sealed class SetRunCommand : TrackerCommand
{
    /// <summary>The run: its id, name, path or object.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(RunCompleter))]
    public RunIdentity Run { get; set; } = null!;

    /// <summary>The new name.</summary>
    [Parameter]
    public string? Name { get; set; }

    /// <summary>The new description; an empty one takes it away.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? Description { get; set; }

    /// <summary>The new parent; <c>$null</c> takes it away.</summary>
    [Parameter]
    [AllowNull]
    [ArgumentCompleter(typeof(RunCompleter))]
    public RunIdentity? ParentRun { get; set; }

    /// <summary>The status to take, by name or by another tracker's word for it; the one it has changes nothing.</summary>
    [Parameter]
    [StatusTransformation]
    public RunStatus? Status { get; set; }

    /// <summary>Files outside of the store to note as references, also after the end: places by key.</summary>
    [Parameter]
    public IDictionary? File { get; set; }

    /// <summary>Gives the changed run back.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        Run found = Run.Find(ReadStore, Cancellation);
        if (!ShouldProcess($"run {found.Path}", "Change")) return;
        var change = new RunChange
        {
            Name = Name,
            Description = Description,
            Status = Status,
            Actor = ProcessIdentities.Actor,
            Files = DomainValues.FromObject(nameof(File), File),
            ParentRunId = MyInvocation.BoundParameters.ContainsKey(nameof(ParentRun)) ? ParentRun?.Find(ReadStore, Cancellation).Id ?? "" : null,
        };
        Run changed = ReadStore.Runs.Update(found.Id, change, Cancellation);
        if (PassThru) WriteObject(changed);
    }
}
