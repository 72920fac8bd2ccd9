using ExperimentTracker.Binding;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Formatting;

namespace ExperimentTracker.Commands;

/// <summary>A cmdlet that removes records.</summary>
/// <typeparam name="TIdentity">The type that identifies the records.</typeparam>
/// <typeparam name="TRecord">The kind of record.</typeparam>
public abstract class RemoveRecordCommand<TIdentity, TRecord> : TrackerCommand
    where TIdentity : RecordIdentity<TRecord>
    where TRecord : class
{
    /// <summary>Identifies the records.</summary>
    private protected abstract TIdentity[] Identities { get; }

    /// <inheritdoc/>
    protected sealed override void Process() => ForEach(Identities, identity =>
    {
        IExperimentStore store = StoreOf(identity);
        ForEach([.. identity.FindAll(store, Cancellation)], found =>
        {
            string[] ids = [identity.IdOf(found), .. Below(store, found)];
            if (ShouldProcess($"{Title(found)}{Weight(store, found, ids)}", "Remove")) Remove(store, ids);
        });
    });

    /// <summary>Returns the title of the record for the confirmation.</summary>
    private protected virtual string Title(TRecord found) => RecordTitle.Of(found);

    /// <summary>Returns the ids of records that are explicitly removed together with it.</summary>
    private protected virtual IEnumerable<string> Below(IExperimentStore store, TRecord found) => [];

    /// <summary>Returns the effect of the removal, in brackets after the title.</summary>
    private protected abstract string Weight(IExperimentStore store, TRecord found, string[] ids);

    /// <summary>Removes the records.</summary>
    private protected abstract void Remove(IExperimentStore store, string[] ids);
}
