namespace ExperimentTracker.Storage.Sqlite;

/// <summary>Tags by the internal key of what they are on.</summary>
internal static class TagRows
{
    public static void Set(StoreConnection connection, RecordType type, long pk, NamedValues tags)
    {
        foreach ((string key, object? value) in tags.Pairs)
        {
            connection.Execute(
                """
                INSERT INTO tags (target_type, target_pk, key_fold, key, value, created_at) VALUES (@1, @2, @3, @4, @5, @6)
                ON CONFLICT DO UPDATE SET value = excluded.value, created_at = excluded.created_at WHERE value IS NOT excluded.value
                """,
                (int)type, pk, Names.Fold(Names.CheckTag(key)), key, value is null ? null : ValueText.Format(value), UtcTicks.Now);
        }
    }

    public static ILookup<long, KeyValuePair<string, object?>> Load(StoreConnection connection, RecordType type, IEnumerable<long> pks) =>
        connection.Query(
            "SELECT target_pk, key, value FROM tags WHERE target_type = @1 AND target_pk IN (SELECT value FROM json_each(@2)) ORDER BY target_pk, key_fold",
            row => (Pk: row.GetInt64(0), Tag: KeyValuePair.Create(row.GetString(1), (object?)row.GetStringOrNull(2))),
            (int)type, SqlValues.List(pks)).ToLookup(t => t.Pk, t => t.Tag);
}
