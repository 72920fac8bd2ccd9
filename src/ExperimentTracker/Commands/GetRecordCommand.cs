using System.Management.Automation;
using ExperimentTracker.Binding;

namespace ExperimentTracker.Commands;

/// <summary>A cmdlet that gets records that can be removed and restored: those named or piped, or all.</summary>
/// <typeparam name="TIdentity">What names the records.</typeparam>
/// <typeparam name="TRecord">The kind of record.</typeparam>
public abstract class GetRecordCommand<TIdentity, TRecord> : TrackerCommand
    where TIdentity : RecordIdentity<TRecord>
    where TRecord : class
{
    /// <summary>Gets those that were removed, instead of those that are live.</summary>
    [Parameter]
    public SwitchParameter Removed { get; set; }

    /// <summary>Writes the records that the identities name, of any parent.</summary>
    private protected void Write(IEnumerable<TIdentity> identities) => ForEach(identities, identity => Write(StoreOf(identity), identity, null));

    /// <summary>Writes the records that the identities name, of these parents.</summary>
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
