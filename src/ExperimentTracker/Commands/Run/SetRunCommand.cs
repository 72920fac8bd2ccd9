using System.Collections;
using System.Management.Automation;
using ExperimentTracker.Binding;

namespace ExperimentTracker.Commands;

/// <summary>Changes a run: its name, description and parent, its status, and the files it names; all in one step.</summary>
[Cmdlet(VerbsCommon.Set, "Run", SupportsShouldProcess = true)]
[OutputType(typeof(Run))]
public sealed class SetRunCommand : SetDescribedCommand<RunIdentity, Run>
{
    /// <summary>The run: its id, name, path or object.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(RunCompleter))]
    public RunIdentity Run { get; set; } = null!;

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

    private protected override RunIdentity Identity => Run;

    // The parent is looked for where the run is.
    private protected override bool ProvidesSourceStore(string parameter) => parameter != nameof(ParentRun);

    private protected override Run Change(IExperimentStore store, string id) => store.Runs.Update(
        id,
        new()
        {
            Name = Name,
            Description = Description,
            Status = Status,
            Actor = ProcessIdentities.Actor,
            Files = DomainValues.FromObject(nameof(File), File),
            ParentRunId = !MyInvocation.BoundParameters.ContainsKey(nameof(ParentRun)) ? null
                : ParentRun is null ? ""
                : Checked(ParentRun, store).Find(store, Cancellation).Id,
        },
        Cancellation);
}
