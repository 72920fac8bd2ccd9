using System.Management.Automation;
using ExperimentTracker.Stores;

namespace ExperimentTracker.Binding;

/// <summary>The value of a parameter that identifies a record: the record, a record that belongs to it, a row with its id or name, or a string.</summary>
public abstract class RecordIdentity : IHasSource
{
    private protected RecordIdentity(string text) => Text = text;

    // The only constructor for records, so that the source store is never lost.
    private protected RecordIdentity(object record, string id) =>
        (Text, IsExact, Source) = (id, true, RecordOrigins.Of(record) ?? RecordSource.Unknown($"{record}"));

    private protected RecordIdentity(PSObject foreign, RecordType type)
    {
        (Text, IsExact) = ForeignRecord.Identify(foreign, type);
        Source = RecordOrigins.Of(foreign);
    }

    /// <summary>The string, or the id of the record.</summary>
    public string Text { get; }

    /// <summary>Whether <see cref="Text"/> is a complete id.</summary>
    public bool IsExact { get; }

    /// <summary>The store that the record came from; <see langword="null"/> for a string or a row.</summary>
    internal RecordSource? Source { get; }

    RecordSource? IHasSource.Source => Source;

    /// <summary>The text.</summary>
    public override string ToString() => Text;
}
