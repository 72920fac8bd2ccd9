using System.Management.Automation;
using ExperimentTracker.Binding;

namespace ExperimentTracker.Commands;

/// <summary>Removes datasets from the store's register. The data itself is not touched.</summary>
[Cmdlet(VerbsCommon.Remove, "Dataset", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(void))]
public sealed class RemoveDatasetCommand : RemoveRecordCommand<DatasetIdentity, Dataset>
{
    /// <summary>The datasets: names with wildcards, ids or objects.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Name", "Id")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(DatasetCompleter))]
    public DatasetIdentity[] Dataset { get; set; } = [];

    private protected override DatasetIdentity[] Identities => Dataset;

    private protected override string Weight(IExperimentStore store, Dataset found, string[] ids) =>
        $" (experiments that use it: {found.Experiments.Count})";

    private protected override void Remove(IExperimentStore store, string[] ids) => store.Datasets.Remove(ids, Cancellation);
}
