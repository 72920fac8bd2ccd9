using System.Management.Automation;
using ExperimentTracker.Binding;

namespace ExperimentTracker.Commands;

/// <summary>Removes experiments, with all that belongs to them, until they are restored.</summary>
[Cmdlet(VerbsCommon.Remove, "Experiment", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(void))]
public sealed class RemoveExperimentCommand : TrackerCommand
{
    /// <summary>The experiments: names with wildcards, ids or objects.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Name", "Id")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ExperimentCompleter))]
    public ExperimentIdentity[] Experiment { get; set; } = [];

    /// <inheritdoc/>
    protected override void Process() => ForEach(Experiment, identity => ForEach([.. identity.FindAll(ReadStore, Cancellation)], Remove));

    private void Remove(Experiment found)
    {
        RemovalSummary weight = ReadStore.Experiments.Weigh([found.Id], Cancellation);
        if (ShouldProcess($"experiment '{found.Name}' ({weight})", "Remove")) ReadStore.Experiments.Remove([found.Id], Cancellation);
    }
}
