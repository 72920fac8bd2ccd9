using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Commands;

/// <summary>Removes experiments with everything that belongs to them. They can be restored until a garbage collection.</summary>
[Cmdlet(VerbsCommon.Remove, "Experiment", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(void))]
public sealed class RemoveExperimentCommand : RemoveRecordCommand<ExperimentIdentity, Experiment>
{
    /// <summary>The experiments: names with wildcards, ids or objects.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Name", "Id")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ExperimentCompleter))]
    public ExperimentIdentity[] Experiment { get; set; } = [];

    private protected override ExperimentIdentity[] Identities => Experiment;

    private protected override string Weight(IExperimentStore store, Experiment found, string[] ids) => $" ({store.Experiments.EstimateRemoval(ids, Cancellation)})";

    private protected override void Remove(IExperimentStore store, string[] ids) => store.Experiments.Remove(ids, Cancellation);
}
