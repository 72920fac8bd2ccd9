using System.Management.Automation;
using ExperimentTracker.Session;

namespace ExperimentTracker.Binding;

/// <summary>What a parameter takes that names a record: the record, one that belongs to it, a row that names it, or a text.</summary>
public abstract class RecordIdentity
{
    private protected RecordIdentity(string text) => Text = text;

    // The one way in for records, so that none forgets where it came from.
    private protected RecordIdentity(object record, string id) =>
        (Text, IsExact, Source) = (id, true, RecordOrigins.Of(record) ?? RecordSource.Unknown($"{record}"));

    private protected RecordIdentity(PSObject foreign, RecordType type)
    {
        (Text, IsExact) = ForeignRecord.Identify(foreign, type);
        Source = RecordOrigins.Of(foreign);
    }

    /// <summary>The text, or the id of the object.</summary>
    public string Text { get; }

    /// <summary>Whether <see cref="Text"/> is a whole id.</summary>
    public bool IsExact { get; }

    /// <summary>The store that the record came from; <see langword="null"/> for a text and a row.</summary>
    internal RecordSource? Source { get; }

    /// <summary>The text.</summary>
    public override string ToString() => Text;
}
