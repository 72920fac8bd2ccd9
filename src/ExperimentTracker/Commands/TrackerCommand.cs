using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Formatting;
using ExperimentTracker.Sessions;
using ExperimentTracker.Stores;

namespace ExperimentTracker.Commands;

/// <summary>A cmdlet that works on one store: the named one, else the source store of its input records, else that of the session.</summary>
public abstract class TrackerCommand : GuardedCommand
{
    private IExperimentStore? store;
    private IExperimentStore? read;
    private RecordSource? source;
    private bool hasWritten;

    /// <summary>The store: its path or its object.</summary>
    [Parameter]
    public virtual StoreSource? Store { get; set; }

    /// <summary>The store, which must exist.</summary>
    /// <exception cref="TrackerException"><c>StoreNotFound</c>, and the errors of opening a store.</exception>
    private protected IExperimentStore ReadStore => Using(GivenStore ?? (read = store ??= StoreResolver.Find(Session, Store, Cancellation)));

    /// <summary>The store, which is created if it does not exist; the user is informed.</summary>
    private protected IExperimentStore WriteStore => Using(GivenStore ?? (store ??= StoreResolver.FindOrCreate(Session, Store, ReportCreated, Cancellation)));

    /// <summary>
    /// The store to create records in: as <see cref="WriteStore"/>; or, while <c>$WhatIfPreference</c> is true, the what-if store of the session, which is
    /// in memory.
    /// </summary>
    private protected IExperimentStore CreationStore => IsWhatIfSession ? Using(State.OpenWhatIfStore()) : WriteStore;

    /// <summary>Whether the caller set <c>$WhatIfPreference</c>, as <c>./train.ps1 -WhatIf</c> does, and not <c>-WhatIf</c> for this command alone.</summary>
    private protected bool IsWhatIfSession => !MyInvocation.BoundParameters.ContainsKey("WhatIf") && Session.IsWhatIf;

    /// <summary>The source store of the input records, if there are any and no store is named.</summary>
    /// <exception cref="TrackerException"><c>SourceStoresDiffer</c>, and the errors of <see cref="RecordSource.Open"/>.</exception>
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

    /// <summary>The current run, unless it belongs to another store than the named one or the source store of the input records.</summary>
    private protected CurrentRun? CurrentRunHere =>
        Store is null && State.Current is { } current && (GivenStore ?? current.Store) == current.Store ? current : null;

    /// <summary>Whether the cmdlet works on the what-if store, whose records are not confirmed: nothing of them is written anywhere.</summary>
    private protected bool IsInWhatIfStore => source?.Live is { } used && used == State.WhatIfStore;

    /// <summary>Calls ShouldProcess for a change of a record, unless the record is in the what-if store.</summary>
    private protected bool ShouldChange(string target, string action) => IsInWhatIfStore || ShouldProcess(target, action);

    /// <summary>Calls ShouldProcess for a new record. In a what-if session the record is created after the message, in <see cref="CreationStore"/>.</summary>
    private protected bool ShouldCreate(string target, string action) => ShouldProcess(target, action) || IsWhatIfSession;

    /// <summary>Returns the string to find or create a record by; in the what-if store, a record of another store is found or created by its name.</summary>
    /// <exception cref="TrackerException"><c>…NotFound</c>.</exception>
    private protected string? TextIn<T>(RecordIdentity<T>? identity, IExperimentStore used)
        where T : class =>
        identity?.Source is { } from && used == State.WhatIfStore && from.Open(Cancellation) is var other && other != used
            ? identity.NameIn(other, Cancellation)
            : identity?.TextOrFound(used, Cancellation);

    /// <summary>Reports that a run that was started is a what-if run.</summary>
    private protected void ReportWhatIf(IExperimentStore used, Run run)
    {
        if (used == State.WhatIfStore) WriteMessage($"Run {run.Path} is a what-if run: it is kept in memory until the session ends, and is written to no store.");
    }

    /// <summary>Whether the cmdlet works on the source store of this parameter's value.</summary>
    private protected virtual bool ProvidesSourceStore(string parameter) => true;

    /// <summary>The store to look up a record in: the source store of a given record, unless a store is named.</summary>
    /// <exception cref="TrackerException">The errors of <see cref="RecordSource.Open"/> and <see cref="ReadStore"/>.</exception>
    private protected IExperimentStore StoreOf(RecordIdentity record) => StoreOf(record.Source) ?? ReadStore;

    /// <summary>The store of a source, unless it is unknown or a store is named.</summary>
    private protected IExperimentStore? StoreOf(RecordSource? from) => Store is null && from is not null ? Using(from.Open(Cancellation)) : null;

    /// <summary>The source of the pipeline object whose properties were bound: a string that was bound from a record has no source itself.</summary>
    private protected RecordSource? PipedSource => RecordOrigins.Of(PipedObject.Of(this));

    /// <summary>Throws if a record came from another store than the used one.</summary>
    /// <exception cref="TrackerException"><c>SourceStoresDiffer</c>.</exception>
    private protected void CheckSource(RecordSource? from, IExperimentStore used)
    {
        if (Store is null && from?.Open(Cancellation) is { } other && other != used) throw StoreErrors.SourcesDiffer(used.Path, other.Path);
    }

    /// <summary>Returns the identity if it did not come from another store than the used one.</summary>
    /// <exception cref="TrackerException"><c>SourceStoresDiffer</c>.</exception>
    private protected T Checked<T>(T identity, IExperimentStore used)
        where T : RecordIdentity
    {
        CheckSource(identity.Source, used);
        return identity;
    }

    /// <summary>Sets the source store of the records that are written next.</summary>
    private protected IExperimentStore Using(IExperimentStore from)
    {
        if (source?.Live != from) source = new RecordSource(from);
        if (from.TakeWarning() is { } warning) WriteWarning(DisplayText.Text(warning));
        return from;
    }

    /// <summary>Remembers the source store of a record that is returned as a part of another object.</summary>
    private protected void RememberSource(object record)
    {
        if (source is not null) RecordOrigins.Set(record, source);
    }

    /// <summary>Reports that the store of the session has no records, if nothing was found there.</summary>
    private protected sealed override void AfterEnd()
    {
        if (hasWritten || HasErrors || read is null || !EmptyStores.ShouldReport(read, Cancellation)) return;
        WriteWarning(DisplayText.Text($"The experiment store {read.Path} is empty. If it should not be, check which store is used: Get-ExperimentStore."));
    }

    /// <summary>Writes a record and remembers its source store.</summary>
    private protected new void WriteObject(object? value)
    {
        hasWritten = true;
        if (value is not null) RememberSource(value);
        base.WriteObject(value);
    }

    /// <summary>Writes records and remembers their source store.</summary>
    private protected new void WriteObject(object? values, bool enumerateCollection)
    {
        if (enumerateCollection && values is IEnumerable<object> records) foreach (object record in records) WriteObject(record);
        else
        {
            hasWritten = true;
            base.WriteObject(values, enumerateCollection);
        }
    }
}
