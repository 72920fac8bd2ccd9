using System.Globalization;

namespace ExperimentTracker.Storage.Sqlite;

/// <summary>Merges runs, which meet by id.</summary>
internal sealed class RunMerge(MergeContext context)
{
    private readonly List<(long Run, string Parent)> parents = [];

    private StoreConnection Connection => context.Connection;

    public Taken Take(TransferRun item)
    {
        Taken taken = TakeRun(item);
        PlaceParts<Epoch>("run_epochs", item.Epochs);
        PlaceParts<Result>("run_results", item.Results);
        return taken;
    }

    /// <summary>Hangs new runs below their parents, once all are here.</summary>
    public void TakeParents()
    {
        foreach ((long run, string parentId) in parents)
        {
            if (context.Find<TransferRun>(parentId, "A run below it") is not { } parent) continue;
            bool circle = Connection.Scalar(
                """
                WITH RECURSIVE up (pk) AS (SELECT @2 UNION SELECT r.parent_pk FROM runs r JOIN up ON r.pk = up.pk WHERE r.parent_pk IS NOT NULL)
                SELECT 1 FROM up WHERE pk = @1
                """,
                run, parent) is not null;
            if (circle) throw TransferErrors.RecordInvalid($"Run '{parentId}'", "it is below itself.");
            Connection.Execute("UPDATE runs SET parent_pk = @2 WHERE pk = @1", run, parent);
        }
    }

    private Taken TakeRun(TransferRun item)
    {
        string owner = $"Run '{item.Id}'";
        if (context.IsGone(RecordType.Run, item.Id))
        {
            context.Place<TransferRun>(item.Id, null);
            return Taken.Unchanged;
        }

        var here = Connection.First(
            "SELECT pk, status, updated_at, removed_at FROM runs WHERE id = @1",
            row => (Row?)new Row(row.GetInt64(0), row.GetEnum<RunStatus>(1), row.GetInt64(2), !row.IsDBNull(3)), item.Id);
        if (here is not null)
        {
            bool staysOut = here.IsRemoved && item.RemovedAt is null;
            context.Place<TransferRun>(item.Id, staysOut ? null : here.Pk);
            return staysOut ? Taken.Unchanged : Meet(item, here);
        }

        if (context.Find<TransferExperiment>(item.ExperimentId, owner) is not { } experiment)
        {
            context.Place<TransferRun>(item.Id, null);
            return Taken.Unchanged;
        }

        long pk = Insert(item, experiment, context.Find<TransferTrial>(item.TrialId, owner));
        context.Place<TransferRun>(item.Id, pk);
        if (item.ParentRunId is not null) parents.Add((pk, item.ParentRunId));
        new RunDetails(context, pk, item).TakeAll();
        return Taken.Added;
    }

    private Taken Meet(TransferRun item, Row here)
    {
        if (here.IsRemoved) return Taken.Unchanged;
        string path = Catalog.Find(Connection, RecordType.Run, item.Id).Name;
        if (item.RemovedAt is { } removedAt) return Remove(item, here, path, UtcTicks.From(removedAt));
        var details = new RunDetails(context, here.Pk, item);
        RunGrowth growth = RunGrowth.Between(RunReader.Load(Connection, [here.Pk], eager: false).Single(), item);
        if (growth.Difference is { } difference)
        {
            context.Tally.Conflict(MergeConflictKind.Diverged, nameof(RecordType.Run), item.Id, path, $"The run {path} diverged: {difference}. It stays as it is here.");
            return Taken.Unchanged;
        }

        bool grown = !growth.IsEmpty;
        if (grown) details.Grow(growth);
        bool told = details.TakeWhatIsSaid(UtcTicks.From(item.UpdatedAt) > here.UpdatedAt);
        return grown || told ? Taken.Changed : Taken.Unchanged;
    }

    private Taken Remove(TransferRun item, Row here, string path, long removedAt)
    {
        if (here.UpdatedAt <= removedAt && here.Status != RunStatus.Running)
        {
            Connection.Execute("UPDATE runs SET removed_at = @2, updated_at = @2 WHERE pk = @1", here.Pk, removedAt);
            return Taken.Changed;
        }

        context.Tally.Conflict(
            MergeConflictKind.RemovedThere, nameof(RecordType.Run), item.Id, path, $"The run {path} was removed there, and runs or changed here since. It stays.");
        return Taken.Unchanged;
    }

    private long Insert(TransferRun item, long experiment, long? trial)
    {
        string place = Names.CheckNamespace(item.Namespace);
        if (item.Number is { } own) Counted.Check($"Run '{item.Id}'", own);
        bool isFree = item.Number is not null
            && Connection.Scalar("SELECT 1 FROM runs WHERE experiment_pk = @1 AND namespace = @2 AND number = @3", experiment, place, item.Number) is null;
        long number = isFree ? item.Number!.Value : RunCreation.TakeNumber(Connection, experiment, place);
        RunCreation.RaiseCounter(Connection, experiment, place, number + 1);
        bool moved = item.Number is not null && !isFree;
        string name = item.Name is null || (moved && item.Name == DefaultName(item.Number!.Value)) ? DefaultName(number) : Names.Check(RecordType.Run, item.Name);
        Connection.Execute(
            """
            INSERT INTO runs (id, id_reversed, experiment_pk, trial_pk, namespace, number, name, name_fold, status, description, error_message,
                parameter_hash, trace_id, span_id, created_at, started_at, ended_at, updated_at, removed_at, origin_store, origin_number)
            VALUES (@1, @2, @3, @4, @5, @6, @7, @8, @9, @10, @11, @12, @13, @14, @15, @16, @17, @18, @19, @20, @21)
            """,
            RecordId.Check(item.Id), SqlValues.Reverse(item.Id), experiment, trial, place, number, name, Names.Fold(name), (int)item.Status, item.Description,
            item.ErrorMessage, item.ParameterHash, item.TraceId, item.SpanId, UtcTicks.From(item.CreatedAt), SqlValues.Ticks(item.StartedAt), SqlValues.Ticks(item.EndedAt),
            UtcTicks.From(item.UpdatedAt), SqlValues.Ticks(item.RemovedAt),
            item.Origin.StoreId ?? (moved ? context.Head.StoreId : null), item.Origin.Number ?? (moved ? item.Number : null));
        long pk = Connection.LastInsertRowId;
        RunRows.SetOrigin(Connection, pk, item.Origin);
        if (moved)
        {
            string path = Catalog.Find(Connection, RecordType.Run, item.Id).Name;
            string from = string.Create(CultureInfo.InvariantCulture, $"{path[..(path.LastIndexOf('/') + 1)]}{item.Number:000}");
            context.Tally.Renumbered(RecordType.Run, item.Id, from, path);
        }

        return pk;
    }

    private void PlaceParts<T>(string table, IReadOnlyList<TransferEvaluation> parts)
    {
        foreach (string id in parts.Select(p => p.Id)) context.Place<T>(id, Connection.Number($"SELECT pk FROM {table} WHERE id = @1", id));
    }

    private static string DefaultName(long number) => string.Create(CultureInfo.InvariantCulture, $"run-{number:000}");

    private sealed record Row(long Pk, RunStatus Status, long UpdatedAt, bool IsRemoved);
}
