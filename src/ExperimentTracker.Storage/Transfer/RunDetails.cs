using ExperimentTracker.Rules;
using ExperimentTracker.Series;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Storage.Evaluations;
using ExperimentTracker.Storage.Metrics;
using ExperimentTracker.Storage.Runs;
using ExperimentTracker.Transfer;
using ExperimentTracker.Values;

namespace ExperimentTracker.Storage.Transfer;

/// <summary>Merges the records of a run.</summary>
internal sealed class RunDetails(MergeContext context, long runPk, TransferRun item)
{
    private StoreConnection Connection => context.Connection;

    /// <summary>Adds all records of a new run.</summary>
    public void MergeAll()
    {
        Merge(new(null, item.History, item.Run.Parameters, item.Epochs, item.Results, item.Metrics));
        MergeLogs();
        TagMerge.Merge(Connection, RecordType.Run, runPk, item.Tags);
    }

    /// <summary>Adds the growth of a run.</summary>
    public void Grow(RunGrowth growth)
    {
        Merge(growth);
        if (growth.History.Count == 0) return;
        OriginColumns.Set(Connection, runPk, item.Run.Origin);
        ErrorColumns.Set(Connection, runPk, item.Run.Error);
        Connection.Execute(
            """
            UPDATE runs SET status = @2, started_at = @3, ended_at = @4, error_message = @5, parameter_hash = coalesce(parameter_hash, @6),
                heartbeat_seconds = @7, heartbeat_at = @8, owner_lock = NULL, running_as_of = NULL
            WHERE pk = @1
            """,
            runPk, (int)item.Run.Status, SqlValues.Ticks(item.Run.StartedAt), SqlValues.Ticks(item.Run.EndedAt), item.Run.ErrorMessage, item.Run.ParameterHash,
            (long?)item.Run.Heartbeat?.TotalSeconds, SqlValues.Ticks(item.Run.HeartbeatAt));
    }

    /// <summary>Merges the fields that can change at any time: notes, tags, logs and the last heartbeat.</summary>
    /// <returns>Whether something changed.</returns>
    public bool MergeMutableFields(bool isNewer)
    {
        int changed = isNewer ? RunColumns.Notes.MutableValuesOf(item.Run).Sum(note => note.Replace(Connection, RunColumns.Notes.Table, runPk)) : 0;
        changed += MergeLogs() + MergeHeartbeat();
        changed += TagMerge.Merge(Connection, RecordType.Run, runPk, item.Tags) ? 1 : 0;
        if (isNewer && (changed > 0 || context.Head.StoreId is not null))
        {
            Connection.Execute("UPDATE runs SET updated_at = @2 WHERE pk = @1", runPk, UtcTicks.From(item.Run.UpdatedAt));
        }

        return changed > 0;
    }

    private void Merge(RunGrowth parts)
    {
        foreach (StatusChange change in parts.History) StatusChangeColumns.Add(Connection, runPk, change);
        ParameterRows.Merge(Connection, runPk, item.Run.Id, parts.Parameters);
        foreach (Epoch epoch in parts.Epochs) Insert(EvaluationColumns.Epochs, epoch);
        foreach (Result result in parts.Results) Insert(EvaluationColumns.Results, result);
        foreach (TransferSeries series in parts.Metrics) Append(series);
        if (item.Run.Status.IsEnded()) SeriesWriter.Seal(Connection, SeriesWriter.TailsLater(Connection, item.Run.Id).Value);
    }

    private void Append(TransferSeries series)
    {
        TransferPoints points = series.Points;
        points.Check($"Metric '{series.Name}' of run '{item.Run.Id}'");
        var append = new SeriesAppend
        {
            RunId = item.Run.Id,
            Key = series.Key,
            Label = series.Label,
            Unit = series.Unit,
            Goal = series.Goal,
            Steps = points.Steps,
            Values = points.Values,
            Ticks = points.UtcTicks(),
        };
        if (points.Values.Length == 0) return;
        append.Check();
        SeriesWriter.Append(Connection, runPk, append);
        context.Counts.Points += points.Values.Length;
    }

    private void Insert(EvaluationColumns columns, Evaluation evaluation)
    {
        Names.CheckId(evaluation.Id);
        ImportedNumbers.Check($"Evaluation '{evaluation.Id}'", evaluation.Index);
        columns.Insert.Execute(Connection, evaluation, runPk);
    }

    // A heartbeat changes neither the history nor the time of the last change.
    private int MergeHeartbeat() => Connection.Execute(
        "UPDATE runs SET heartbeat_at = @2 WHERE pk = @1 AND status = @3 AND heartbeat_seconds IS NOT NULL AND heartbeat_at < @2",
        runPk, SqlValues.Ticks(item.Run.HeartbeatAt), (int)item.Run.Status);

    private int MergeLogs() => item.Logs.Count(log =>
    {
        Names.CheckId(log.Id);
        return RunLogColumns.Insert.TryExecute(Connection, log, runPk);
    });
}
