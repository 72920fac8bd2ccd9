namespace ExperimentTracker.Storage.Sqlite;

/// <summary>Remembers what is gone for good elsewhere, so that no third store brings it back here. What is here stays here.</summary>
internal sealed class TombstoneMerge(MergeContext context)
{
    public Taken Take(TransferTombstone item)
    {
        RecordId.Check(item.Id);
        if (CollectionMark.TableOf(item.Type) is not { } table || context.Connection.Scalar($"SELECT 1 FROM {table} WHERE id = @1", item.Id) is not null)
        {
            return Taken.Unchanged;
        }

        int added = context.Connection.Execute(
            "INSERT INTO tombstones (id, type, removed_at) VALUES (@1, @2, @3) ON CONFLICT DO NOTHING", item.Id, (int)item.Type, UtcTicks.From(item.RemovedAt));
        return added > 0 ? Taken.Added : Taken.Unchanged;
    }
}
