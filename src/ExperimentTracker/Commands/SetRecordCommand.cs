using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Formatting;

namespace ExperimentTracker.Commands;

/// <summary>A cmdlet that changes one record.</summary>
/// <typeparam name="TIdentity">The type that identifies the record.</typeparam>
/// <typeparam name="TRecord">The kind of record.</typeparam>
public abstract class SetRecordCommand<TIdentity, TRecord> : TrackerCommand
    where TIdentity : RecordIdentity<TRecord>
    where TRecord : class
{
    /// <summary>Returns the changed record.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Identifies the record.</summary>
    private protected abstract TIdentity Identity { get; }

    /// <inheritdoc/>
    protected sealed override void Process()
    {
        IExperimentStore store = StoreOf(Identity);
        TRecord found = Identity.Find(store, Cancellation);
        if (!ShouldChange(RecordTitle.Of(found), Action(found))) return;
        TRecord changed = Change(store, Identity.IdOf(found));
        if (PassThru) WriteObject(changed);
    }

    /// <summary>The action in the confirmation.</summary>
    private protected virtual string Action(TRecord found) => "Change";

    /// <summary>Changes the record.</summary>
    private protected abstract TRecord Change(IExperimentStore store, string id);
}
