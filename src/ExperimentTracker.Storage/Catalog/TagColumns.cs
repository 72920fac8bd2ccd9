using ExperimentTracker.Rules;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Catalog;

/// <summary>The columns of tags, which belong to records of several kinds.</summary>
internal static class TagColumns
{
    private static readonly RecordColumns<ExperimentTag> All = new("tags", "g");
    private static readonly Column<ExperimentTag, long> TargetPk = All.Int64("g.target_pk");
    private static readonly Column<ExperimentTag, string> Key = All.String("key", t => t.Key);
    private static readonly Column<ExperimentTag, string?> Value = All.StringOrNull("value", t => t.Value);
    private static readonly Column<ExperimentTag, long> CreatedAt = All.Time("created_at", t => t.CreatedAt);

    private static readonly string Select =
        $"SELECT {All} FROM {All.Table} g WHERE g.target_type = @1 AND g.target_pk IN (SELECT value FROM json_each(@2)) ORDER BY g.target_pk, g.key_fold";

    private static readonly string Upsert = $"""
        INSERT INTO {All.Table} (target_type, target_pk, key_fold, {string.Join(", ", All.Stored.Select(c => c.Name))})
        VALUES (?, ?, ?, {string.Join(", ", All.Stored.Select(_ => "?"))})
        ON CONFLICT (target_type, target_pk, key_fold) DO UPDATE SET value = excluded.value, created_at = excluded.created_at WHERE
        """;

    /// <summary>Loads tags by the internal keys of their records.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="type">The kind of the tagged records.</param>
    /// <param name="pks">The internal keys.</param>
    /// <param name="target">Returns the id and the name of the tagged record, if they are known and needed.</param>
    /// <param name="times">The kind of time to return.</param>
    public static ILookup<long, ExperimentTag> Load(
        StoreConnection connection, RecordType type, IEnumerable<long> pks, (string Id, string Name) target, DateTimeKind times) => connection.Query(
        Select,
        row => (Pk: TargetPk.Read(row), Tag: new ExperimentTag
        {
            TargetType = type,
            TargetId = target.Id,
            Target = target.Name,
            Key = Key.Read(row),
            Value = Value.Read(row),
            CreatedAt = CreatedAt.ReadTime(row, times),
        }),
        (int)type, SqlList.Of(pks)).ToLookup(t => t.Pk, t => t.Tag);

    /// <summary>Sets a tag unless it already has that value; see <see cref="Statement.Post"/>.</summary>
    public static void Post(StoreConnection connection, RecordType type, long pk, ExperimentTag tag) =>
        Bound(connection, Upsert + " tags.value IS DISTINCT FROM excluded.value", type, pk, tag).Post();

    /// <summary>Sets a tag unless the existing one is newer.</summary>
    public static bool SetIfNewer(StoreConnection connection, RecordType type, long pk, ExperimentTag tag) =>
        Bound(connection, Upsert + " excluded.created_at > tags.created_at", type, pk, tag).Execute() > 0;

    /// <summary>The same, when nobody needs to know whether it was set; see <see cref="Statement.Post"/>.</summary>
    public static void PostIfNewer(StoreConnection connection, RecordType type, long pk, ExperimentTag tag) =>
        Bound(connection, Upsert + " excluded.created_at > tags.created_at", type, pk, tag).Post();

    private static Statement Bound(StoreConnection connection, string sql, RecordType type, long pk, ExperimentTag tag)
    {
        string fold = Names.Fold(Names.CheckTag(tag.Key));
        Statement upsert = connection.Prepare(sql).Bind((long)type).Bind(pk).Bind(fold);
        foreach (Column<ExperimentTag> column in All.Stored) column.Bind(upsert, tag);
        return upsert;
    }
}
