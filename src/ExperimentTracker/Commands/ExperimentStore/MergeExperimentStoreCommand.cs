using System.Management.Automation;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Sessions;
using ExperimentTracker.Stores;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Commands;

/// <summary>Merges other stores into a store. A second merge changes nothing.</summary>
[Cmdlet(VerbsData.Merge, "ExperimentStore", SupportsShouldProcess = true)]
[OutputType(typeof(MergeResult))]
public sealed class MergeExperimentStoreCommand : MergingCommand
{
    /// <summary>The stores to merge: their folders or their objects.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public StoreSource[] From { get; set; } = [];

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (StoreSource from in From)
        {
            IExperimentStore other = StoreResolver.Find(Session, from, Cancellation);
            using ITransferSource source = other.Transfer.AsSource(Cancellation);
            MergeFrom(source, "Merge");
        }
    }
}
