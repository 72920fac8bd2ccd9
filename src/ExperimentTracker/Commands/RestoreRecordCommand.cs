using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Formatting;

namespace ExperimentTracker.Commands;

/// <summary>A cmdlet that brings removed records back.</summary>
/// <typeparam name="TIdentity">What names the records.</typeparam>
/// <typeparam name="TRecord">The kind of record.</typeparam>
public abstract class RestoreRecordCommand<TIdentity, TRecord> : TrackerCommand
    where TIdentity : RecordIdentity<TRecord>
    where TRecord : class
{
    /// <summary>Gives the restored records back.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>What names the records.</summary>
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

    /// <summary>What the record is called in the question whether to restore it.</summary>
    private protected virtual string Title(TRecord found) => RecordTitle.Of(found);

    /// <summary>The ids of what is restored with it.</summary>
    private protected virtual IEnumerable<string> Below(IExperimentStore store, TRecord found) => [];

    /// <summary>The records of this kind.</summary>
    private protected abstract IRemovable RecordsOf(IExperimentStore store);
}
