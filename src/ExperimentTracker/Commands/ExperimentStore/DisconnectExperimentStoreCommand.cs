using System.Management.Automation;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Sessions;
using ExperimentTracker.Stores;

namespace ExperimentTracker.Commands;

/// <summary>Disconnects this session from its store and closes the store's files.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "ExperimentStore")]
[OutputType(typeof(void))]
public sealed class DisconnectExperimentStoreCommand : TrackerCommand
{
    /// <inheritdoc/>
    protected override void End()
    {
        if (Store is null && State.Connected is null)
        {
            WriteVerbose("This session is not connected to a store.");
            return;
        }

        // Its folder may have been deleted.
        IExperimentStore? store = Store is null ? State.Connected : StoreResolver.TryFind(Session, Store, Cancellation);
        if (store is null) return;
        if (ReferenceEquals(State.Connected, store)) State.Connected = null;
        OpenStores.Close(store);
        WriteVerbose($"Closed the store {store.Path}.");
    }
}
