using System.Management.Automation;
using ExperimentTracker.Session;

namespace ExperimentTracker.Commands;

/// <summary>A cmdlet that works on one store.</summary>
public abstract class TrackerCommand : GuardedCommand
{
    private IExperimentStore? store;
    private IExperimentStore? source;

    /// <summary>The store: its path or its object.</summary>
    [Parameter]
    public virtual StoreSource? Store { get; set; }

    /// <summary>The store, which must exist.</summary>
    /// <exception cref="TrackerException"><c>StoreNotFound</c> and what opening gives.</exception>
    private protected IExperimentStore ReadStore => Using(Home ?? (store ??= StoreResolver.Find(Session, Store, Cancellation)));

    /// <summary>The store, which is created if need be; the user is told.</summary>
    private protected IExperimentStore WriteStore => Using(Home ?? (store ??= StoreResolver.FindOrCreate(Session, Store, SayCreated, Cancellation)));

    // Objects that were given find their own store, unless another one is named.
    private IExperimentStore? Home =>
        Store is null && MyInvocation.BoundParameters.Where(p => GivesHome(p.Key)).Select(p => RecordHomes.Of(p.Value)).FirstOrDefault(home => home is not null) is { } home
            ? OpenStores.Reopen(home)
            : null;

    /// <summary>Whether the cmdlet works on the store that the value of this parameter came from.</summary>
    private protected virtual bool GivesHome(string parameter) => true;

    /// <summary>Notes which store the records that are written next come from.</summary>
    private protected IExperimentStore Using(IExperimentStore from) => source = from;

    /// <summary>Writes a record and remembers the store it came from.</summary>
    private protected new void WriteObject(object? value)
    {
        if (source is not null) RecordHomes.Note(value, source);
        base.WriteObject(value);
    }

    /// <summary>Writes records and remembers the store they came from.</summary>
    private protected new void WriteObject(object? values, bool enumerateCollection)
    {
        if (enumerateCollection && values is IEnumerable<object> records) foreach (object record in records) WriteObject(record);
        else base.WriteObject(values, enumerateCollection);
    }
}
