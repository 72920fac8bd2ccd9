namespace ExperimentTracker.Storage.Sqlite;

internal sealed class TagTable(Database database) : ITagStore
{
    public void Set(RecordType type, string id, NamedValues tags, CancellationToken cancellation) => database.Write(
        session =>
        {
            TagRows.Set(session, type, Catalog.FindLive(session, type, id).Pk, tags);
            return 0;
        },
        cancellation);

    public void Remove(RecordType type, string id, IReadOnlyCollection<string> keys, CancellationToken cancellation) => database.Write(
        session =>
        {
            CatalogRow target = Catalog.FindLive(session, type, id);
            foreach (string key in keys)
            {
                int removed = session.Execute(
                    "DELETE FROM tags WHERE target_type = @1 AND target_pk = @2 AND key_fold = @3", (int)type, target.Pk, Names.Fold(key));
                if (removed == 0) throw RunErrors.TagNotFound(key, $"{type} '{target.Name}' has no");
            }

            return 0;
        },
        cancellation);

    public IReadOnlyList<ExperimentTag> List(RecordType type, IReadOnlyCollection<string> ids, CancellationToken cancellation) => database.Read(
        session => ids.SelectMany(id =>
        {
            CatalogRow target = Catalog.Find(session, type, id);
            return session.Query(
                "SELECT key, value, created_at FROM tags WHERE target_type = @1 AND target_pk = @2 ORDER BY key_fold",
                row => new ExperimentTag
                {
                    TargetType = type,
                    TargetId = id,
                    Target = target.Name,
                    Key = row.GetString(0),
                    Value = row.Text(1),
                    CreatedAt = row.Time(2),
                },
                (int)type, target.Pk);
        }).ToList(),
        cancellation);
}
