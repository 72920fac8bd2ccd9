using System.Management.Automation;
using ExperimentTracker.Binding;

namespace ExperimentTracker.Commands;

/// <summary>Removes datasets from the store's register. The data itself is not touched.</summary>
[Cmdlet(VerbsCommon.Remove, "Dataset", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(void))]
public sealed class RemoveDatasetCommand : TrackerCommand
{
    /// <summary>The datasets: names with wildcards, ids or objects.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Name", "Id")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(DatasetCompleter))]
    public DatasetIdentity[] Dataset { get; set; } = [];

    /// <inheritdoc/>
    protected override void Process() => ForEach(Dataset, identity => ForEach([.. identity.FindAll(ReadStore, Cancellation)], Remove));

    private void Remove(Dataset found)
    {
        if (ShouldProcess($"dataset '{found.Name}' (experiments that use it: {found.Experiments.Count})", "Remove")) ReadStore.Datasets.Remove([found.Id], Cancellation);
    }
}
