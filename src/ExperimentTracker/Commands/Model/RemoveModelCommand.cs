using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Commands;

/// <summary>Removes models with their versions. The runs and artifacts of the versions are kept.</summary>
[Cmdlet(VerbsCommon.Remove, "Model", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(void))]
public sealed class RemoveModelCommand : RemoveRecordCommand<ModelIdentity, Model>
{
    /// <summary>The models: names with wildcards, ids or objects.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Name", "Id")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ModelCompleter))]
    public ModelIdentity[] Model { get; set; } = [];

    private protected override ModelIdentity[] Identities => Model;

    private protected override string Weight(IExperimentStore store, Model found, string[] ids) =>
        $" ({found.VersionCount} versions{(found.ProductionVersion is { } n ? $", version {n} in Production" : "")})";

    private protected override void Remove(IExperimentStore store, string[] ids) => store.Models.Remove(ids, Cancellation);
}
