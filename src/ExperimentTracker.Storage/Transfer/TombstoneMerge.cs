using ExperimentTracker.Rules;
using ExperimentTracker.Storage.Maintenance;
using ExperimentTracker.Transfer;
using ExperimentTracker.Values;

namespace ExperimentTracker.Storage.Transfer;

/// <summary>Records what was permanently deleted in the source, so that no third store restores it here. Existing records are kept.</summary>
internal sealed class TombstoneMerge(MergeContext context)
{
    public MergeOutcome Merge(TransferTombstone item)
    {
        Names.CheckId(item.Id);
        if (CollectionMark.TableOf(item.Type) is not { } table || context.Connection.Scalar($"SELECT 1 FROM {table} WHERE id = @1", item.Id) is not null)
        {
            return MergeOutcome.Unchanged;
        }

        int added = context.Connection.Execute(
            "INSERT INTO tombstones (id, type, removed_at) VALUES (@1, @2, @3) ON CONFLICT DO NOTHING", item.Id, (int)item.Type, UtcTicks.From(item.RemovedAt));
        return added > 0 ? MergeOutcome.Added : MergeOutcome.Unchanged;
    }
}
