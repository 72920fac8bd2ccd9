using System.Management.Automation;

namespace ExperimentTracker.Session;

/// <summary>
/// What a record takes along when it is serialized, so that it finds its store when it comes back: the hidden member set SourceStore, which the
/// types file gives to each kind of record.
/// </summary>
public static class SourceStore
{
    /// <summary>The name of the member set.</summary>
    internal const string MemberSet = nameof(SourceStore);

    /// <summary>The full path of the store that a record came from; nothing when it is not known.</summary>
    public static string? GetPath(PSObject record) => RecordOrigins.Of(record)?.Live?.Path;

    /// <summary>The id of the store that a record came from; nothing when it is not known, or the store was disconnected.</summary>
    public static string? GetId(PSObject record)
    {
        try
        {
            return RecordOrigins.Of(record)?.Live is { } store ? OpenStores.Reopen(store).Id : null;
        }
        catch (TrackerException)
        {
            return null;
        }
    }

    /// <summary>Reads what a record took along.</summary>
    internal static RecordSource? Read(PSObject deserialized) =>
        deserialized.Members[MemberSet] is PSMemberSet set && set.Members["Path"]?.Value is string path && set.Members["Id"]?.Value is string id
            ? new RecordSource(path, id)
            : null;
}
