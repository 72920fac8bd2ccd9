using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Rules;
using ExperimentTracker.Storage.Engine;

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

    private int Write(RecordType type, Func<StoreConnection, int> work, CancellationToken cancellation) =>
        type == RecordType.Run ? database.WriteRun(work, flush: false, cancellation) : database.Write(work, cancellation);
}
