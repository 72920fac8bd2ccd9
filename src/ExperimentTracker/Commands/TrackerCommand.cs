using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Session;

namespace ExperimentTracker.Commands;

/// <summary>A cmdlet that works on one store: the one that is named, else that of the records it is given, else the session's.</summary>
public abstract class TrackerCommand : GuardedCommand
{
    private IExperimentStore? store;
    private RecordSource? source;

    /// <summary>The store: its path or its object.</summary>
    [Parameter]
    public virtual StoreSource? Store { get; set; }

    /// <summary>The store, which must exist.</summary>
    /// <exception cref="TrackerException"><c>StoreNotFound</c> and what opening gives.</exception>
    private protected IExperimentStore ReadStore => Using(GivenStore ?? (store ??= StoreResolver.Find(Session, Store, Cancellation)));

    /// <summary>The store, which is created if need be; the user is told.</summary>
    private protected IExperimentStore WriteStore => Using(GivenStore ?? (store ??= StoreResolver.FindOrCreate(Session, Store, SayCreated, Cancellation)));

    /// <summary>The store that the records came from that were given, if there are any and no store is named.</summary>
    /// <exception cref="TrackerException"><c>SourceStoresDiffer</c>, and what <see cref="RecordSource.Open"/> gives.</exception>
    private protected IExperimentStore? GivenStore
    {
        get
        {
            if (Store is not null) return null;
            IExperimentStore? given = null;
            foreach (RecordSource from in MyInvocation.BoundParameters.Where(p => ProvidesSourceStore(p.Key)).SelectMany(p => RecordOrigins.OfAll(p.Value)))
            {
                IExperimentStore opened = from.Open(Cancellation);
                if (given is not null && given != opened) throw StoreErrors.SourcesDiffer(given.Path, opened.Path);
                given = opened;
            }

            return given;
        }
    }

    /// <summary>The current run, unless the store that is named, or that the records came from that were given, is not its own.</summary>
    private protected CurrentRun? CurrentRunHere =>
        Store is null && State.Current is { } current && (GivenStore ?? current.Store) == current.Store ? current : null;

    /// <summary>Whether the cmdlet works on the store that the value of this parameter came from.</summary>
    private protected virtual bool ProvidesSourceStore(string parameter) => true;

    /// <summary>The store to look for one record in: that of the record if it was given as an object, unless a store is named.</summary>
    /// <exception cref="TrackerException">What <see cref="RecordSource.Open"/> and <see cref="ReadStore"/> give.</exception>
    private protected IExperimentStore StoreOf(RecordIdentity record) => StoreOf(record.Source) ?? ReadStore;

    /// <summary>The store that something came from, unless it is not known or a store is named.</summary>
    private protected IExperimentStore? StoreOf(RecordSource? from) => Store is null && from is not null ? Using(from.Open(Cancellation)) : null;

    /// <summary>The store that the piped object came from of which properties were bound: a text that is taken from a record has no store by itself.</summary>
    private protected RecordSource? PipedSource => RecordOrigins.Of(PipedObject.Of(this));

    /// <summary>Refuses what came from another store than that it is used in.</summary>
    /// <exception cref="TrackerException"><c>SourceStoresDiffer</c>.</exception>
    private protected void CheckSource(RecordSource? from, IExperimentStore used)
    {
        if (Store is null && from?.Open(Cancellation) is { } other && other != used) throw StoreErrors.SourcesDiffer(used.Path, other.Path);
    }

    /// <summary>The identity, which must not come from another store than that it is used in.</summary>
    /// <exception cref="TrackerException"><c>SourceStoresDiffer</c>.</exception>
    private protected T Checked<T>(T identity, IExperimentStore used)
        where T : RecordIdentity
    {
        CheckSource(identity.Source, used);
        return identity;
    }

    /// <summary>Notes which store the records that are written next come from.</summary>
    private protected IExperimentStore Using(IExperimentStore from)
    {
        if (source?.Live != from) source = new RecordSource(from);
        return from;
    }

    /// <summary>Remembers the store that a record came from that is given out as a part of something else.</summary>
    private protected void Note(object record)
    {
        if (source is not null) RecordOrigins.Note(record, source);
    }

    /// <summary>Writes a record and remembers the store it came from.</summary>
    private protected new void WriteObject(object? value)
    {
        if (value is not null) Note(value);
        base.WriteObject(value);
    }

    /// <summary>Writes records and remembers the store they came from.</summary>
    private protected new void WriteObject(object? values, bool enumerateCollection)
    {
        if (enumerateCollection && values is IEnumerable<object> records) foreach (object record in records) WriteObject(record);
        else base.WriteObject(values, enumerateCollection);
    }
}
