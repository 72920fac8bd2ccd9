using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Rules;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Values;

namespace ExperimentTracker.Storage.Catalog;

internal sealed class TagTable(Database database) : ITagStore
{
    public void Set(RecordType type, string id, NamedValues tags, CancellationToken cancellation) => Write(
        type,
        connection =>
        {
            TagRows.Set(connection, type, CatalogRecords.FindLive(connection, type, id).Pk, tags);
            return 0;
        },
        cancellation);

    public void Remove(RecordType type, string id, IReadOnlyCollection<string> keys, CancellationToken cancellation) => Write(
        type,
        connection =>
        {
            CatalogRow target = CatalogRecords.FindLive(connection, type, id);
            foreach (string key in keys)
            {
                int removed = connection.Execute(
                    "DELETE FROM tags WHERE target_type = @1 AND target_pk = @2 AND key_fold = @3", (int)type, target.Pk, Names.Fold(key));
                if (removed == 0) throw RunErrors.TagNotFound(key, $"{type} '{target.Name}' has no");
            }

            return 0;
        },
        cancellation);

    public IReadOnlyList<ExperimentTag> List(RecordType type, IReadOnlyCollection<string> ids, CancellationToken cancellation) => database.Read(
        connection => ids.SelectMany(id =>
        {
            CatalogRow target = CatalogRecords.Find(connection, type, id);
            return TagColumns.Load(connection, type, [target.Pk], (id, target.Name), DateTimeKind.Local)[target.Pk];
        }).ToList(),
        cancellation);

    public TagChanges ChangedAfter(RecordType type, DateTime after, int most, CancellationToken cancellation) => database.Read(
        connection =>
        {
            long newest = connection.Query("SELECT coalesce(max(created_at), 0) FROM tags WHERE target_type = @1", row => row.GetInt64(0), (int)type).Single();
            string[] ids = newest <= UtcTicks.From(after) ? [] : [.. connection.Query(
                $"""
                SELECT r.id FROM tags g JOIN {CatalogRecords.TableOf(type)} r ON r.pk = g.target_pk
                WHERE g.target_type = @1 AND g.created_at > @2 GROUP BY r.id ORDER BY max(g.created_at) DESC LIMIT @3
                """,
                row => row.GetString(0), (int)type, UtcTicks.From(after), most)];
            return new TagChanges(new(newest, DateTimeKind.Utc), ids);
        },
        cancellation);

    private int Write(RecordType type, Func<StoreConnection, int> work, CancellationToken cancellation) =>
        type == RecordType.Run ? database.WriteRun(work, flush: false, cancellation) : database.Write(work, cancellation);
}
