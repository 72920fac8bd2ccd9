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
            TagColumns.Set(connection, type, pk, new ExperimentTag { TargetType = type, TargetId = "", Target = "", Key = key, Value = text, CreatedAt = connection.UtcNow });
        }
    }

    public static ILookup<long, KeyValuePair<string, object?>> Load(StoreConnection connection, RecordType type, IEnumerable<long> pks) =>
        connection.Query(Select, row => (Pk: row.GetInt64(0), Tag: KeyValuePair.Create(row.GetString(1), (object?)row.GetStringOrNull(2))), (int)type, SqlValues.List(pks))
            .ToLookup(t => t.Pk, t => t.Tag);
}
