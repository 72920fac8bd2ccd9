using System.Globalization;
using ExperimentTracker.Rules;
using ExperimentTracker.Storage.Catalog;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Storage.Evaluations;
using ExperimentTracker.Storage.Runs;
using ExperimentTracker.Transfer;
using ExperimentTracker.Values;

namespace ExperimentTracker.Storage.Transfer;

/// <summary>Merges runs, which are matched by id.</summary>
internal sealed class RunMerge(MergeContext context)
{
    private StoreConnection Connection => context.Connection;

    public MergeOutcome Merge(TransferRun item)
    {
        MergeOutcome outcome = MergeRun(item);
        if (outcome == MergeOutcome.Added) return outcome;
        PlaceParts<Epoch>(EvaluationColumns.Epochs.Table, item.Epochs);
        PlaceParts<Result>(EvaluationColumns.Results.Table, item.Results);
        return outcome;
    }

    /// <summary>Sets the parents of runs that came before them, after all are inserted.</summary>
    public void MergeParents()
    {
        foreach ((long run, string parentId) in context.Parents)
        {
            if (context.Find<TransferRun>(parentId, "A child run of it") is not { } parent) continue;
            bool circle = Connection.Scalar(
                """
                WITH RECURSIVE up (pk) AS (SELECT @2 UNION SELECT r.parent_pk FROM runs r JOIN up ON r.pk = up.pk WHERE r.parent_pk IS NOT NULL)
                SELECT 1 FROM up WHERE pk = @1
                """,
                run, parent) is not null;
            if (circle) throw TransferErrors.RecordInvalid($"Run '{parentId}'", "it is its own descendant.");
            Connection.Execute("UPDATE runs SET parent_pk = @2 WHERE pk = @1", run, parent);
        }
    }

    private MergeOutcome MergeRun(TransferRun item)
    {
        string owner = $"Run '{item.Run.Id}'";
        Row here = Connection.First(
            """
            SELECT EXISTS (SELECT 1 FROM tombstones WHERE id = @1 AND type = @2), r.pk, r.status, r.updated_at, r.removed_at IS NOT NULL, r.parent_pk IS NOT NULL
            FROM (SELECT 1 AS one) AS one LEFT JOIN runs r ON r.id = @1
            """,
            row => new Row(row.GetBoolean(0), row.GetInt64OrNull(1) ?? 0, row.GetEnumOrNull<RunStatus>(2), row.GetInt64OrNull(3) ?? 0, row.GetBoolean(4), row.GetBoolean(5)),
            item.Run.Id, (int)RecordType.Run)!;
        if (here.IsDeleted)
        {
            context.Place<TransferRun>(item.Run.Id, null);
            return MergeOutcome.Unchanged;
        }

        if (here.Pk != 0)
        {
            bool staysOut = here.IsRemoved && item.Run.RemovedAt is null;
            context.Place<TransferRun>(item.Run.Id, staysOut ? null : here.Pk);
            return staysOut ? MergeOutcome.Unchanged : Match(item, here);
        }

        if (context.Find<TransferExperiment>(item.Run.ExperimentId, owner) is not { } experiment)
        {
            context.Place<TransferRun>(item.Run.Id, null);
            return MergeOutcome.Unchanged;
        }

        bool isParentHere = item.Run.ParentRunId is { } id && context.Has<TransferRun>(id);
        long? parent = isParentHere ? context.Find<TransferRun>(item.Run.ParentRunId, owner) : null;
        long pk = Insert(item.Run, experiment, context.Find<TransferTrial>(item.Run.TrialId, owner), parent);
        context.Place<TransferRun>(item.Run.Id, pk);
        if (item.Run.ParentRunId is not null && !isParentHere) context.AddParent(pk, item.Run.ParentRunId);
        new RunDetails(context, pk, item).MergeAll();
        return MergeOutcome.Added;
    }

    private MergeOutcome Match(TransferRun item, Row here)
    {
        if (here.IsRemoved) return MergeOutcome.Unchanged;
        if (item.Run.RemovedAt is { } removedAt) return Remove(item, here, UtcTicks.From(removedAt));
        var details = new RunDetails(context, here.Pk, item);
        TransferRun stored = RunReader.Load(Connection, [here.Pk], eager: false).Single();
        RunGrowth growth = RunGrowth.Between(stored, item);
        if (growth.Difference is { } difference)
        {
            string path = CatalogRecords.Find(Connection, RecordType.Run, item.Run.Id).Name;
            context.Counts.Conflict(MergeConflictKind.Diverged, nameof(RecordType.Run), item.Run.Id, path, $"The run {path} diverged: {difference}. It is not changed.");
            return MergeOutcome.Unchanged;
        }

        // A merge that was interrupted did not set the parents of runs that come before them. Whoever removed a parent here changed the run.
        bool isUnchanged = UtcTicks.From(item.Run.UpdatedAt) == here.UpdatedAt;
        if (item.Run.ParentRunId is not null && !here.HasParent && isUnchanged) context.AddParent(here.Pk, item.Run.ParentRunId);
        bool grown = !growth.IsEmpty;
        if (grown) details.Grow(growth);
        bool changed = details.MergeMutableFields(stored, UtcTicks.From(item.Run.UpdatedAt) > here.UpdatedAt);
        return grown || changed ? MergeOutcome.Changed : MergeOutcome.Unchanged;
    }

    private MergeOutcome Remove(TransferRun item, Row here, long removedAt)
    {
        if (here.UpdatedAt <= removedAt && here.Status != RunStatus.Running)
        {
            Connection.Execute("UPDATE runs SET removed_at = @2, updated_at = @2 WHERE pk = @1", here.Pk, removedAt);
            return MergeOutcome.Changed;
        }

        string path = CatalogRecords.Find(Connection, RecordType.Run, item.Run.Id).Name;
        context.Counts.Conflict(
            MergeConflictKind.RemovedThere, nameof(RecordType.Run), item.Run.Id, path, $"The run {path} was removed in the source, but is running or changed in this store since. It stays.");
        return MergeOutcome.Unchanged;
    }

    private long Insert(Run run, long experiment, long? trial, long? parent)
    {
        string place = Names.CheckNamespace(run.Namespace);
        long? own = run.Number == TransferRun.NextNumber ? null : ImportedNumbers.Check($"Run '{run.Id}'", run.Number);
        bool isFree = own is { } given && RunCreation.IsFree(Connection, experiment, place, given);
        long number = isFree ? own!.Value : RunCreation.NextNumber(Connection, experiment, place);
        RunCreation.RaiseCounter(Connection, experiment, place, number + 1);
        bool moved = own is not null && !isFree;
        Run here = run with
        {
            Id = Names.CheckId(run.Id),
            Namespace = place,
            Number = number,
            Name = run.Name.Length == 0 || (moved && run.Name == RunCreation.DefaultName(run.Number)) ? RunCreation.DefaultName(number) : Names.Check(RecordType.Run, run.Name),
            Origin = run.Origin with
            {
                StoreId = run.Origin.StoreId ?? (moved ? context.Head.StoreId : null),
                Number = run.Origin.Number ?? (moved ? run.Number : null),
            },
        };
        long pk = RunColumns.Post(Connection, here, experiment, trial, parent, ownerLock: null);
        if (moved)
        {
            string path = CatalogRecords.Find(Connection, RecordType.Run, run.Id).Name;
            string from = string.Create(CultureInfo.InvariantCulture, $"{path[..(path.LastIndexOf('/') + 1)]}{run.Number:000}");
            context.Counts.Renumbered(RecordType.Run, run.Id, from, path);
        }

        return pk;
    }

    private void PlaceParts<T>(string table, IReadOnlyList<Evaluation> parts)
    {
        if (parts.Count == 0) return;
        Dictionary<string, long> here = Connection.Query(
            $"SELECT id, pk FROM {table} WHERE id IN (SELECT value FROM json_each(@1))",
            row => KeyValuePair.Create(row.GetString(0), row.GetInt64(1)),
            SqlList.Of(parts.Select(p => p.Id))).ToDictionary(StringComparer.Ordinal);
        foreach (string id in parts.Select(p => p.Id)) context.Place<T>(id, here.TryGetValue(id, out long pk) ? pk : null);
    }

    private sealed record Row(bool IsDeleted, long Pk, RunStatus? Status, long UpdatedAt, bool IsRemoved, bool HasParent);
}
