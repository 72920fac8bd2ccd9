using System.Management.Automation;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Formatting;
using ExperimentTracker.Sessions;
using ExperimentTracker.Stores;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Commands;

/// <summary>Merges other stores into a store, or delivers the runs that were written offline for it. A second merge changes nothing.</summary>
[Cmdlet(VerbsData.Merge, "ExperimentStore", SupportsShouldProcess = true, DefaultParameterSetName = FromSet)]
[OutputType(typeof(MergeResult))]
public sealed class MergeExperimentStoreCommand : MergingCommand
{
    private const string FromSet = "From";
    private const string OfflineSet = "Offline";

    /// <summary>The stores to merge: their folders or their objects.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = FromSet)]
    [ValidateNotNullOrEmpty]
    public StoreSource[] From { get; set; } = [];

    /// <summary>Delivers the runs that were created with <c>-Offline</c> on this machine while the server of the store could not be reached.</summary>
    [Parameter(Mandatory = true, ParameterSetName = OfflineSet)]
    public SwitchParameter Offline { get; set; }

    /// <summary>Deletes the offline store after all its runs have ended and were delivered.</summary>
    [Parameter(ParameterSetName = OfflineSet)]
    public SwitchParameter Prune { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (Offline) Deliver();
        foreach (StoreSource from in From) Merge(StoreResolver.Find(Session, from, Cancellation), "Merge");
    }

    private void Deliver()
    {
        IExperimentStore target = ReadStore;
        OfflineStores.Reached(target.Address);
        IReadOnlyList<string> folders = target.Address.IsServer ? OfflineStores.FoldersFor(target.Address) : [];
        if (folders.Count == 0) WriteMessage($"No runs of this machine wait for delivery to the store {target.Path}.");
        foreach (string folder in folders)
        {
            bool isDelivered = Merge(Open(folder), "Deliver");
            if (Prune && isDelivered) Remove(folder);
        }
    }

    // A run that begins after the delivery is in a new folder, or is delivered by the second merge.
    private void Remove(string folder)
    {
        if (KeepsRunning(folder)) return;
        OpenStores.Close(Open(folder));
        string aside = OfflineStores.SetAside(folder);
        IExperimentStore last = Open(aside);
        bool isDelivered = MergeRest(last) && !KeepsRunning(aside);
        OpenStores.Close(last);
        if (isDelivered) OfflineStores.Delete(aside);
    }

    private bool MergeRest(IExperimentStore last)
    {
        using ITransferSource source = last.Transfer.AsSource(Cancellation);
        return MergeMore(source);
    }

    private bool KeepsRunning(string folder)
    {
        long running = Open(folder).Describe(Cancellation).RunningRuns;
        if (running > 0) WriteWarning(DisplayText.Text($"The offline store '{folder}' is kept: {running} of its runs have not ended. Deliver them again when they have."));
        return running > 0;
    }

    private bool Merge(IExperimentStore other, string verb)
    {
        using ITransferSource source = other.Transfer.AsSource(Cancellation);
        return MergeFrom(source, verb);
    }

    private IExperimentStore Open(string folder) => OpenStores.Get(StoreAddress.OfFolder(folder), StoreOpening.Existing, Cancellation);
}
