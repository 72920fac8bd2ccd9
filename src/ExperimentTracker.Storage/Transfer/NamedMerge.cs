using ExperimentTracker.Rules;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Transfer;
using ExperimentTracker.Values;

namespace ExperimentTracker.Storage.Transfer;

/// <summary>
/// Merges records with an id and a name: projects, experiments, trials, datasets, models. They are matched by id, and otherwise by the name of a live
/// record. For records with the same id, the later change is kept; for records matched by name, the target keeps its values and only missing ones are
/// filled. Values that are not specified change nothing.
/// </summary>
/// <param name="type">The kind of record.</param>
/// <param name="table">Its table.</param>
/// <param name="parent">The column of the parent's key, or <see langword="null"/>.</param>
internal sealed class NamedMerge(RecordType type, string table, string? parent)
{
    /// <param name="context">The merge.</param>
    /// <param name="item">The record of the source.</param>
    /// <param name="parentPk">The key of its parent in the target store.</param>
    /// <param name="notes">Its values that can change at any time.</param>
    /// <param name="insert">Inserts the record.</param>
    /// <returns>The key in the target store, or <see langword="null"/> if the record is not merged; and the outcome.</returns>
    public (long? Pk, MergeOutcome Outcome) Merge(MergeContext context, ITransferNamed item, long? parentPk, IReadOnlyList<MutableValue> notes, Func<long> insert)
    {
        StoreConnection connection = context.Connection;
        if (context.IsDeleted(type, item.Id)) return (null, MergeOutcome.Unchanged);
        if (Row(connection, "id = @1", item.Id) is { } same) return Match(context, item, same, notes);
        string scope = parent is null ? "name_fold = @1" : $"name_fold = @1 AND {parent} = @2";
        object?[] arguments = parent is null ? [Names.Fold(item.Name)] : [Names.Fold(item.Name), parentPk];
        return item.RemovedAt is null && Row(connection, scope + " AND removed_at IS NULL", arguments) is { } namesake
            ? Fill(context, item, namesake, notes)
            : (Insert(item, insert), MergeOutcome.Added);
    }

    private (long? Pk, MergeOutcome Outcome) Match(MergeContext context, ITransferNamed item, Here here, IReadOnlyList<MutableValue> notes)
    {
        long updatedAt = UtcTicks.From(item.UpdatedAt);
        if (here.IsRemoved) return (item.RemovedAt is null ? null : here.Pk, MergeOutcome.Unchanged);
        if (item.RemovedAt is { } removedAt) return (here.Pk, Remove(context, item, here, UtcTicks.From(removedAt)));
        if (updatedAt <= here.UpdatedAt) return (here.Pk, MergeOutcome.Unchanged);
        int changed = Rename(context, item, here) + notes.Sum(note => note.Replace(context.Connection, table, here.Pk));

        // Records of other trackers have the time of their file, which is not that of a change.
        if (changed > 0 || context.Head.StoreId is not null) context.Connection.Execute($"UPDATE {table} SET updated_at = @2 WHERE pk = @1", here.Pk, updatedAt);
        return (here.Pk, changed > 0 ? MergeOutcome.Changed : MergeOutcome.Unchanged);
    }

    private (long? Pk, MergeOutcome Outcome) Fill(MergeContext context, ITransferNamed item, Here here, IReadOnlyList<MutableValue> notes)
    {
        int changed = 0;
        foreach (MutableValue note in notes)
        {
            changed += note.Fill(context.Connection, table, here.Pk);
            if (!note.ReportsConflict || !note.Differs(context.Connection, table, here.Pk)) continue;
            string what = note.Column.Replace('_', ' ');
            context.Counts.Conflict(
                MergeConflictKind.Differs, type.ToString(), here.Id, here.Name,
                $"The {type.Noun()} '{here.Name}' has another {what} in the source. It keeps its own.");
        }

        if (context.Head.StoreId is not null)
        {
            context.Connection.Execute($"UPDATE {table} SET updated_at = max(updated_at, @2) WHERE pk = @1", here.Pk, UtcTicks.From(item.UpdatedAt));
        }

        return (here.Pk, changed > 0 ? MergeOutcome.Changed : MergeOutcome.Unchanged);
    }

    private int Rename(MergeContext context, ITransferNamed item, Here here)
    {
        if (item.Name == here.Name) return 0;
        string scope = parent is null ? "" : $" AND {parent} = (SELECT {parent} FROM {table} WHERE pk = @2)";
        bool outcome = context.Connection.Scalar(
            $"SELECT 1 FROM {table} WHERE name_fold = @1 AND pk <> @2 AND removed_at IS NULL{scope}", Names.Fold(item.Name), here.Pk) is not null;
        if (!outcome)
        {
            return context.Connection.Execute(
                $"UPDATE {table} SET name = @2, name_fold = @3 WHERE pk = @1", here.Pk, Names.Check(type, item.Name), Names.Fold(item.Name));
        }

        context.Counts.Conflict(
            MergeConflictKind.NameTaken, type.ToString(), here.Id, here.Name,
            $"The {type.Noun()} '{here.Name}' is named '{item.Name}' in the source, but that is the name of another {type.Noun()} in this store. It keeps its name.");
        return 0;
    }

    private MergeOutcome Remove(MergeContext context, ITransferNamed item, Here here, long removedAt)
    {
        string runs = type == RecordType.Project ? "experiment_pk IN (SELECT pk FROM experiments WHERE project_pk = @1)" : "experiment_pk = @1";
        bool runsHere = type is RecordType.Project or RecordType.Experiment
            && context.Connection.Scalar($"SELECT 1 FROM runs WHERE {runs} AND status = {(int)RunStatus.Running} AND removed_at IS NULL", here.Pk) is not null;
        if (here.UpdatedAt <= removedAt && !runsHere)
        {
            context.Connection.Execute($"UPDATE {table} SET removed_at = @2, updated_at = @2 WHERE pk = @1", here.Pk, removedAt);
            return MergeOutcome.Changed;
        }

        context.Counts.Conflict(
            MergeConflictKind.RemovedThere, type.ToString(), here.Id, here.Name,
            $"The {type.Noun()} '{item.Name}' was removed in the source, but changed in this store since. It stays.");
        return MergeOutcome.Unchanged;
    }

    private long Insert(ITransferNamed item, Func<long> insert)
    {
        Names.CheckId(item.Id);
        Names.Check(type, item.Name);
        return insert();
    }

    private Here? Row(StoreConnection connection, string condition, params object?[] arguments) => connection.First(
        $"SELECT pk, id, name, updated_at, removed_at FROM {table} WHERE {condition}",
        row => new Here(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetInt64(3), !row.IsDBNull(4)),
        arguments);

    private sealed record Here(long Pk, string Id, string Name, long UpdatedAt, bool IsRemoved);
}
