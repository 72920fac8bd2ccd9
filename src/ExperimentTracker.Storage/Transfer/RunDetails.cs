using ExperimentTracker.Rules;
using ExperimentTracker.Series;
using ExperimentTracker.Storage.Catalog;
using ExperimentTracker.Storage.Distributions;
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

    /// <summary>Adds all records of a new run. Nobody waits for the answer to any of them.</summary>
    public void MergeAll()
    {
        foreach (StatusChange change in item.History) StatusChangeColumns.Add(Connection, runPk, change);
        ParameterRows.MergeIntoNew(Connection, runPk, item.Run.Id, item.Run.Parameters);
        foreach (Epoch epoch in item.Epochs) context.Place<Epoch>(epoch.Id, Insert(EvaluationColumns.Epochs, epoch));
        foreach (Result result in item.Results) context.Place<Result>(result.Id, Insert(EvaluationColumns.Results, result));
        DistributionRows.Merge(Connection, runPk, isNew: true, item.Distributions);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (TransferSeries series in item.Metrics)
        {
            // Names that differ in case are one series.
            bool isNew = names.Add(Names.Fold(Metric.NameOf(series.Key, series.Label)));
            Append(series, append => isNew ? SeriesWriter.New(Connection, runPk, append) : SeriesWriter.Find(Connection, runPk, append));
        }

        Count();
        foreach (RunLog log in item.Logs) RunLogColumns.Insert.PostIfNew(Connection, Checked(log), runPk);
        foreach (ExperimentTag tag in item.Tags) TagColumns.PostIfNewer(Connection, RecordType.Run, runPk, tag);
    }

    /// <summary>Adds the growth of a run.</summary>
    public void Grow(RunGrowth growth)
    {
        Merge(growth);
        if (growth.History.Count > 0) SetStatus();
        Count();
    }

    /// <summary>Merges the fields that can change at any time: notes, tags, logs and the last heartbeat.</summary>
    /// <param name="stored">The run as it is stored, so that what it has already is not sent.</param>
    /// <param name="isNewer">Whether the source's change is the later one.</param>
    /// <returns>Whether something changed.</returns>
    public bool MergeMutableFields(TransferRun stored, bool isNewer)
    {
        int changed = isNewer ? RunColumns.Notes.MutableValuesOf(item.Run).Sum(note => note.Replace(Connection, RunColumns.Notes.Table, runPk)) : 0;
        changed += MergeLogs(stored) + MergeHeartbeat();
        Dictionary<string, ExperimentTag> tags = stored.Tags.ToDictionary(tag => Names.Fold(tag.Key), StringComparer.Ordinal);
        ExperimentTag[] later = [.. item.Tags.Where(tag => !tags.TryGetValue(Names.Fold(tag.Key), out ExperimentTag? here) || UtcTicks.From(here.CreatedAt) < UtcTicks.From(tag.CreatedAt))];
        changed += TagMerge.Merge(Connection, RecordType.Run, runPk, later) ? 1 : 0;
        if (isNewer && (changed > 0 || context.Head.StoreId is not null))
        {
            Connection.Execute("UPDATE runs SET updated_at = @2 WHERE pk = @1", runPk, UtcTicks.From(item.Run.UpdatedAt));
        }

        return changed > 0;
    }

    private void SetStatus()
    {
        OriginColumns.Set(Connection, runPk, item.Run.Origin);
        ErrorColumns.Set(Connection, runPk, item.Run.Error);
        Connection.Post(
            """
            UPDATE runs SET status = @2, started_at = @3, ended_at = @4, error_message = @5, parameter_hash = coalesce(parameter_hash, @6),
                heartbeat_seconds = @7, heartbeat_at = @8, owner_lock = NULL, running_as_of = NULL
            WHERE pk = @1
            """,
            runPk, (int)item.Run.Status, SqlValues.Ticks(item.Run.StartedAt), SqlValues.Ticks(item.Run.EndedAt), item.Run.ErrorMessage, item.Run.ParameterHash,
            (long?)item.Run.Heartbeat?.TotalSeconds, SqlValues.Ticks(item.Run.HeartbeatAt));
    }

    private void Merge(RunGrowth parts)
    {
        foreach (StatusChange change in parts.History) StatusChangeColumns.Add(Connection, runPk, change);
        ParameterRows.Merge(Connection, runPk, item.Run.Id, parts.Parameters);
        foreach (Epoch epoch in parts.Epochs) Insert(EvaluationColumns.Epochs, epoch);
        foreach (Result result in parts.Results) Insert(EvaluationColumns.Results, result);
        DistributionRows.Merge(Connection, runPk, isNew: false, parts.Distributions);
        foreach (TransferSeries series in parts.Metrics) Append(series, append => SeriesWriter.Find(Connection, runPk, append));
        if (item.Run.Status.IsEnded()) SeriesWriter.Seal(Connection, SeriesWriter.TailsLater(Connection, item.Run.Id).Value);
    }

    private void Append(TransferSeries series, Func<SeriesAppend, SeriesRow> find)
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
        SeriesWriter.Append(Connection, find(append), append, isLast: item.Run.Status.IsEnded());
        context.Counts.Points += points.Values.Length;
    }

    private long Insert(EvaluationColumns columns, Evaluation evaluation)
    {
        Names.CheckId(evaluation.Id);
        ImportedNumbers.Check($"Evaluation '{evaluation.Id}'", evaluation.Index);
        return columns.Insert.Post(Connection, evaluation, runPk);
    }

    // A heartbeat changes neither the history nor the time of the last change.
    private int MergeHeartbeat() => item.Run.HeartbeatAt is null ? 0 : Connection.Execute(
        "UPDATE runs SET heartbeat_at = @2 WHERE pk = @1 AND status = @3 AND heartbeat_seconds IS NOT NULL AND heartbeat_at < @2",
        runPk, SqlValues.Ticks(item.Run.HeartbeatAt), (int)item.Run.Status);

    private int MergeLogs(TransferRun stored)
    {
        HashSet<string> known = stored.Logs.Select(log => log.Id).ToHashSet(StringComparer.Ordinal);
        return item.Logs.Where(log => !known.Contains(log.Id)).Count(log => RunLogColumns.Insert.TryExecute(Connection, Checked(log), runPk));
    }

    private static RunLog Checked(RunLog log)
    {
        Names.CheckId(log.Id);
        return log;
    }

    // The series of a run that has ended are counted, so that a store knows its size.
    private void Count() => Connection.Post($"UPDATE runs SET {RunCounts.Counted} WHERE pk = @1 AND status > 1", runPk);
}
