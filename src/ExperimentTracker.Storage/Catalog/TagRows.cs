using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Values;

namespace ExperimentTracker.Storage.Catalog;

/// <summary>Tags by the internal key of their record.</summary>
internal static class TagRows
{
    private const string Select =
        "SELECT target_pk, key, value FROM tags WHERE target_type = @1 AND target_pk IN (SELECT value FROM json_each(@2)) ORDER BY target_pk, key_fold";

    public static void Set(StoreConnection connection, RecordType type, long pk, NamedValues tags)
    {
        foreach ((string key, object? value) in tags.Pairs)
        {
            string? text = value is null ? null : ValueText.Format(value);
            TagColumns.Post(connection, type, pk, new ExperimentTag { TargetType = type, TargetId = "", Target = "", Key = key, Value = text, CreatedAt = connection.UtcNow });
        }
    }

    /// <summary>Loads tags by the internal keys of their records, with a query that is sent with the next one.</summary>
    public static Func<NamedRows> LoadLater(StoreConnection connection, RecordType type, IEnumerable<long> pks) => NamedRows.ReadLater(
        connection.Prepare(Select).BindAll([(int)type, SqlList.Of(pks)]), row => row.GetInt64(0), row => row.GetSharedString(1), row => row.GetSharedStringOrNull(2));

    /// <summary>Loads tags by the internal keys of their records.</summary>
    public static NamedRows Load(StoreConnection connection, RecordType type, IEnumerable<long> pks) => NamedRows.Read(
        connection.Prepare(Select).BindAll([(int)type, SqlList.Of(pks)]), row => row.GetInt64(0), row => row.GetSharedString(1), row => row.GetSharedStringOrNull(2));
}
