using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Commands;

/// <summary>A cmdlet that gets records that can be removed and restored: those that are named or piped, or all.</summary>
/// <typeparam name="TIdentity">The type that identifies the records.</typeparam>
/// <typeparam name="TRecord">The kind of record.</typeparam>
public abstract class GetRecordCommand<TIdentity, TRecord> : TrackerCommand
    where TIdentity : RecordIdentity<TRecord>
    where TRecord : class
{
    /// <summary>Gets removed records instead of live ones.</summary>
    [Parameter]
    public SwitchParameter Removed { get; set; }

    /// <summary>Writes the records that match the identities, of any parent.</summary>
    private protected void Write(IEnumerable<TIdentity> identities) => ForEach(identities, identity => Write(StoreOf(identity), identity, null));

    /// <summary>Writes the records that match the identities, of these parents.</summary>
    private protected void WriteOf<TParent>(IEnumerable<RecordIdentity<TParent>> parents, IEnumerable<TIdentity> identities)
        where TParent : class => ForEach(parents, parent =>
    {
        IExperimentStore store = StoreOf(parent);
        foreach (TParent found in parent.FindAll(store, Cancellation)) ForEach(identities, identity => Write(store, Checked(identity, store), parent.IdOf(found)));
    });

    private void Write(IExperimentStore store, TIdentity identity, string? parentId)
    {
        RemovedFilter removed = Removed ? RemovedFilter.Removed : RemovedFilter.Live;
        WriteObject(identity.FindAll(Using(store), Cancellation, parentId, removed), enumerateCollection: true);
    }
}
