namespace ExperimentTracker.Storage.Sqlite;

/// <summary>Merges tags: of two values the one that was set later stays.</summary>
internal static class TagMerge
{
    /// <returns>Whether a tag is new or has another value.</returns>
    public static bool Take(StoreConnection connection, RecordType type, long pk, IReadOnlyList<TransferTag> tags)
    {
        int changed = 0;
        foreach (TransferTag tag in tags)
        {
            changed += connection.Execute(
                """
                INSERT INTO tags (target_type, target_pk, key_fold, key, value, created_at) VALUES (@1, @2, @3, @4, @5, @6)
                ON CONFLICT DO UPDATE SET value = excluded.value, created_at = excluded.created_at WHERE excluded.created_at > created_at
                """,
                (int)type, pk, Names.Fold(Names.CheckTag(tag.Key)), tag.Key, tag.Value, UtcTicks.From(tag.CreatedAt));
        }

        return changed > 0;
    }
}
