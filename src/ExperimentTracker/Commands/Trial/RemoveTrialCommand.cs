using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Commands;

/// <summary>Removes trials. Their runs are kept, and belong to the default trial of the experiment until the trial is restored.</summary>
[Cmdlet(VerbsCommon.Remove, "Trial", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(void))]
public sealed class RemoveTrialCommand : RemoveRecordCommand<TrialIdentity, Trial>
{
    /// <summary>The trials: names with wildcards, ids, <c>experiment/trial</c> or objects.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Name", "Id")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(TrialCompleter))]
    public TrialIdentity[] Trial { get; set; } = [];

    private protected override TrialIdentity[] Identities => Trial;

    private protected override string Weight(IExperimentStore store, Trial found, string[] ids) => $" (runs that stay: {found.RunCount})";

    private protected override void Remove(IExperimentStore store, string[] ids) => store.Trials.Remove(ids, Cancellation);
}
