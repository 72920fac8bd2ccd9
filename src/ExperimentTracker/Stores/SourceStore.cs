using System.Management.Automation;

namespace ExperimentTracker.Stores;

/// <summary>
/// The information about its store that is serialized with a record: the hidden member set SourceStore, which the types file adds to each kind of
/// record.
/// </summary>
public static class SourceStore
{
    /// <summary>The name of the member set.</summary>
    internal const string MemberSet = nameof(SourceStore);

    /// <summary>The address of the source store of a record, such as the full path of a folder; <see langword="null"/> if it is not known.</summary>
    public static string? GetPath(PSObject record) => RecordOrigins.Of(record)?.Live?.Path;

    /// <summary>The id of the source store of a record; <see langword="null"/> if it is not known, or the store was disconnected.</summary>
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

    /// <summary>Reads the member set of a deserialized record.</summary>
    internal static RecordSource? Read(PSObject deserialized) =>
        deserialized.Members[MemberSet] is PSMemberSet set && set.Members["Path"]?.Value is string path && set.Members["Id"]?.Value is string id
            ? new RecordSource(path, id)
            : null;

    /// <summary>The source of a deserialized record; <see langword="null"/> for a row, which has only strings.</summary>
    internal static RecordSource? Of(PSObject value) =>
        DeserializedKind.Of(value) is null ? null : Read(value) ?? RecordSource.Unknown($"{value}");
}
