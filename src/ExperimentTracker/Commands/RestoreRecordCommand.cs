using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Formatting;

namespace ExperimentTracker.Commands;

/// <summary>A cmdlet that restores removed records.</summary>
/// <typeparam name="TIdentity">The type that identifies the records.</typeparam>
/// <typeparam name="TRecord">The kind of record.</typeparam>
public abstract class RestoreRecordCommand<TIdentity, TRecord> : TrackerCommand
    where TIdentity : RecordIdentity<TRecord>
    where TRecord : class
{
    /// <summary>Returns the restored records.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Identifies the records.</summary>
    private protected abstract TIdentity[] Identities { get; }

    /// <inheritdoc/>
    protected sealed override void Process() => ForEach(Identities, identity =>
    {
        IExperimentStore store = StoreOf(identity);
        ForEach([.. identity.FindAll(store, Cancellation, removed: RemovedFilter.Removed)], found =>
        {
            string[] ids = [identity.IdOf(found), .. Below(store, found)];
            if (!ShouldProcess(Title(found), "Restore")) return;
            RecordsOf(store).Restore(ids, Cancellation);
            if (PassThru) WriteObject(identity.Get(store, ids, Cancellation), enumerateCollection: true);
        });
    });

    /// <summary>Returns the title of the record for the confirmation.</summary>
    private protected virtual string Title(TRecord found) => RecordTitle.Of(found);

    /// <summary>Returns the ids of records that are restored together with it.</summary>
    private protected virtual IEnumerable<string> Below(IExperimentStore store, TRecord found) => [];

    /// <summary>Returns the records of this kind.</summary>
    private protected abstract IRemovable RecordsOf(IExperimentStore store);
}
