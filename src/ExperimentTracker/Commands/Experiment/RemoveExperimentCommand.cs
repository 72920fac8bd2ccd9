using System.Management.Automation;
using ExperimentTracker.Binding;

namespace ExperimentTracker.Commands;

/// <summary>Removes experiments, with all that belongs to them, until they are restored.</summary>
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

    private protected override string Weight(IExperimentStore store, Experiment found, string[] ids) => $" ({store.Experiments.Weigh(ids, Cancellation)})";

    private protected override void Remove(IExperimentStore store, string[] ids) => store.Experiments.Remove(ids, Cancellation);
}
