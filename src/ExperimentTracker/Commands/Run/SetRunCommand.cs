using System.Collections;
using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Provenance;

namespace ExperimentTracker.Commands;

/// <summary>Changes a run in one step: its name, description, experiment, parent, status and progress, and the files it refers to.</summary>
[Cmdlet(VerbsCommon.Set, "Run", SupportsShouldProcess = true)]
[OutputType(typeof(Run))]
public sealed class SetRunCommand : SetDescribedCommand<RunIdentity, Run>
{
    /// <summary>The run: its id, name, path or object.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(RunCompleter))]
    public RunIdentity Run { get; set; } = null!;

    /// <summary>The experiment to move the run to, with those of its child runs that are in the same experiment.</summary>
    [Parameter]
    [RecordTransformation(RecordType.Experiment)]
    [ArgumentCompleter(typeof(ExperimentCompleter))]
    public ExperimentIdentity? Experiment { get; set; }

    /// <summary>The new parent; <c>$null</c> removes it.</summary>
    [Parameter]
    [AllowNull]
    [ArgumentCompleter(typeof(RunCompleter))]
    public RunIdentity? ParentRun { get; set; }

    /// <summary>The new status, by name or by the value of another tracker; the current status changes nothing.</summary>
    [Parameter]
    [StatusTransformation]
    public RunStatus? Status { get; set; }

    /// <summary>The completed share of the work, from 0 to 1.</summary>
    [Parameter]
    [NumberTransformation(typeof(double?), Lowest = 0, Highest = 1)]
    public double? Progress { get; set; }

    /// <summary>What the run is doing; an empty string removes it.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? ProgressText { get; set; }

    /// <summary>Files outside of the store to record as references, also after the end of the run: locations by key.</summary>
    [Parameter]
    public IDictionary? File { get; set; }

    private protected override RunIdentity Identity => Run;

    // The parent and the experiment are looked up in the store of the run.
    private protected override bool ProvidesSourceStore(string parameter) => parameter is not (nameof(ParentRun) or nameof(Experiment));

    private protected override string Action(Run found) => Experiment is null ? base.Action(found) : $"Move to experiment '{Experiment.Text}', and change";

    private protected override Run Change(IExperimentStore store, string id) => store.Runs.Update(
        id,
        new()
        {
            Name = Name,
            Description = Description,
            Progress = Progress,
            ProgressText = ProgressText,
            Status = Status,
            Actor = ProcessIdentities.Actor,
            Files = DomainValues.FromObject(nameof(File), File),
            ExperimentId = Experiment is null ? null : Checked(Experiment, store).Find(store, Cancellation).Id,
            ParentRunId = !MyInvocation.BoundParameters.ContainsKey(nameof(ParentRun)) ? null
                : ParentRun is null ? ""
                : Checked(ParentRun, store).Find(store, Cancellation).Id,
        },
        Cancellation);
}
