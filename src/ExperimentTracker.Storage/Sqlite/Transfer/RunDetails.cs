namespace ExperimentTracker.Storage.Sqlite;

/// <summary>Takes in what belongs to a run.</summary>
internal sealed class RunDetails(MergeContext context, long runPk, TransferRun item)
{
    private StoreConnection Connection => context.Connection;

    /// <summary>Takes all of a run that is new here.</summary>
    public void TakeAll()
    {
        Take(new(null, item.History, item.Parameters, item.Epochs, item.Results, item.Metrics));
        TakeLogs();
        TagMerge.Take(Connection, RecordType.Run, runPk, item.Tags);
    }

    /// <summary>Carries a run forward that grew.</summary>
    public void Grow(RunGrowth growth)
    {
        Take(growth);
        if (growth.History.Count == 0) return;
        RunRows.SetOrigin(Connection, runPk, item.Origin);
        Connection.Execute(
            """
            UPDATE runs SET status = @2, started_at = @3, ended_at = @4, error_message = @5, parameter_hash = coalesce(parameter_hash, @6),
                owner_lock = NULL
            WHERE pk = @1
            """,
            runPk, (int)item.Status, SqlValues.Ticks(item.StartedAt), SqlValues.Ticks(item.EndedAt), item.ErrorMessage, item.ParameterHash);
    }

    /// <summary>Takes what may be said of a run at any time: description, tags and logs.</summary>
    /// <returns>Whether something of it was new.</returns>
    public bool TakeWhatIsSaid(bool isNewer)
    {
        int changed = isNewer && item.Description is not null
            ? Connection.Execute("UPDATE runs SET description = @2 WHERE pk = @1 AND description IS NOT @2", runPk, item.Description)
            : 0;
        changed += TakeLogs();
        changed += TagMerge.Take(Connection, RecordType.Run, runPk, item.Tags) ? 1 : 0;
        if (isNewer && (changed > 0 || context.Head.StoreId is not null))
        {
            Connection.Execute("UPDATE runs SET updated_at = @2 WHERE pk = @1", runPk, UtcTicks.From(item.UpdatedAt));
        }

        return changed > 0;
    }

    private void Take(RunGrowth parts)
    {
        foreach (TransferStatusChange change in parts.History)
        {
            RunLifecycle.Note(Connection, runPk, change.From, change.To, UtcTicks.From(change.ChangedAt), change.Reason, change.Actor);
        }

        ParameterRows.Add(Connection, runPk, item.Id, parts.Parameters);
        foreach (TransferEvaluation epoch in parts.Epochs) Insert("run_epochs", epoch);
        foreach (TransferEvaluation result in parts.Results) Insert("run_results", result);
        foreach (TransferSeries series in parts.Metrics) Append(series);
        if (item.Status.IsEnded()) SeriesWriter.SealRun(Connection, runPk);
    }

    private void Append(TransferSeries series)
    {
        TransferPoints points = series.Points;
        points.Check($"Metric '{series.Name}' of run '{item.Id}'");
        var append = new SeriesAppend
        {
            RunId = item.Id,
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
        context.Tally.Points += points.Values.Length;
    }

    private void Insert(string table, TransferEvaluation evaluation) => Connection.Execute(
        $"""
        INSERT INTO {table} (id, run_pk, number, total_accuracy, accuracy_per_label, total_loss, loss_per_label, extra, created_at)
        VALUES (@1, @2, @3, @4, @5, @6, @7, @8, @9)
        """,
        RecordId.Check(evaluation.Id), runPk, Counted.Check($"Evaluation '{evaluation.Id}'", evaluation.Index), evaluation.Accuracy, SqlValues.JsonOrNull(evaluation.AccuracyPerLabel),
        evaluation.Loss, SqlValues.JsonOrNull(evaluation.LossPerLabel), SqlValues.JsonOrNull(evaluation.Metrics), UtcTicks.From(evaluation.CreatedAt));

    private int TakeLogs() => item.Logs.Sum(log => Connection.Execute(
        "INSERT INTO run_logs (id, run_pk, stream, message, location, logged_at) VALUES (@1, @2, @3, @4, @5, @6) ON CONFLICT (id) DO NOTHING",
        RecordId.Check(log.Id), runPk, log.Stream, log.Message, log.Location, UtcTicks.From(log.LoggedAt)));
}
