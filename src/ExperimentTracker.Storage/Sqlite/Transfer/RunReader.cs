namespace ExperimentTracker.Storage.Sqlite;

/// <summary>Runs with all that was measured in them.</summary>
internal static class RunReader
{
    private const string InList = "IN (SELECT value FROM json_each(@1))";

    /// <param name="connection">The connection.</param>
    /// <param name="pks">The internal keys.</param>
    /// <param name="eager">Whether to read points now.</param>
    public static IEnumerable<TransferRun> Load(StoreConnection connection, IReadOnlyList<long> pks, bool eager)
    {
        string list = SqlValues.List(pks);
        List<(long Pk, TransferRun Run)> rows = connection.Query(
            $"""
            SELECT r.pk, r.id, e.id, t.id, parent.id, r.namespace, r.number, r.name, r.status, r.description, r.error_message, r.parameter_hash,
                r.trace_id, r.span_id, r.created_at, r.started_at, r.ended_at, r.updated_at, r.removed_at,
                r.host, r.user_name, r.process, r.command_line, r.script, r.working_directory, r.git_commit, r.git_branch, r.git_dirty,
                r.operating_system, r.powershell_version, r.runtime_version, r.module_version, r.origin_store, r.origin_number
            FROM runs r JOIN experiments e ON e.pk = r.experiment_pk LEFT JOIN trials t ON t.pk = r.trial_pk LEFT JOIN runs parent ON parent.pk = r.parent_pk
            WHERE r.pk {InList} ORDER BY r.pk
            """,
            row => (row.GetInt64(0), Read(row)), list);
        var parameters = ParameterRows.Load(connection, pks);
        var tags = StoreReader.Tags(connection, RecordType.Run, pks);
        var history = History(connection, list);
        var epochs = Evaluations(connection, "run_epochs", list);
        var results = Evaluations(connection, "run_results", list);
        var logs = Logs(connection, list);
        foreach ((long pk, TransferRun run) in rows)
        {
            yield return run with
            {
                Parameters = new NamedValues(parameters[pk]),
                Tags = [.. tags[pk]],
                History = [.. history[pk]],
                Epochs = [.. epochs[pk]],
                Results = [.. results[pk]],
                Logs = [.. logs[pk]],
                Metrics = [.. MetricRows.OfRun(connection, pk).Select(series => Series(connection, series, eager))],
            };
        }
    }

    private static TransferRun Read(Statement row) => new()
    {
        Id = row.GetString(1),
        ExperimentId = row.GetString(2),
        TrialId = row.GetStringOrNull(3),
        ParentRunId = row.GetStringOrNull(4),
        Namespace = row.GetString(5),
        Number = row.GetInt64(6),
        Name = row.GetString(7),
        Status = row.GetEnum<RunStatus>(8),
        Description = row.GetStringOrNull(9),
        ErrorMessage = row.GetStringOrNull(10),
        ParameterHash = row.GetStringOrNull(11),
        TraceId = row.GetStringOrNull(12),
        SpanId = row.GetStringOrNull(13),
        CreatedAt = row.GetUtcTime(14),
        StartedAt = row.GetUtcTimeOrNull(15),
        EndedAt = row.GetUtcTimeOrNull(16),
        UpdatedAt = row.GetUtcTime(17),
        RemovedAt = row.GetUtcTimeOrNull(18),
        Origin = RunRows.ReadOrigin(row, 19),
    };

    private static TransferSeries Series(StoreConnection connection, SeriesRow series, bool eager)
    {
        var lazy = new TransferSeries(() => SqliteErrors.Translated(connection.StorePath, () => Points(connection, series)))
        {
            Key = series.Key,
            Label = series.Label.Length == 0 ? null : series.Label,
            Unit = series.Unit,
            Goal = series.Goal,
            Summary = series.ToMetric(),
        };
        return eager ? lazy with { Points = lazy.Points } : lazy;
    }

    private static TransferPoints Points(StoreConnection connection, SeriesRow series)
    {
        PointColumns points = SeriesReader.Read(connection, series, 0, long.MaxValue);
        return TransferPoints.Create(points.Steps.ToArray(), points.Values.ToArray(), points.Ticks.ToArray());
    }

    private static ILookup<long, TransferStatusChange> History(StoreConnection connection, string list) => connection.Query(
        $"SELECT run_pk, from_status, to_status, changed_at, reason, actor FROM status_changes WHERE run_pk {InList} ORDER BY run_pk, ordinal",
        row => (Pk: row.GetInt64(0), Change: new TransferStatusChange(row.GetEnumOrNull<RunStatus>(1), row.GetEnum<RunStatus>(2), row.GetUtcTime(3), row.GetStringOrNull(4), row.GetStringOrNull(5))),
        list).ToLookup(c => c.Pk, c => c.Change);

    private static ILookup<long, TransferEvaluation> Evaluations(StoreConnection connection, string table, string list) => connection.Query(
        $"""
        SELECT run_pk, id, number, total_accuracy, accuracy_per_label, total_loss, loss_per_label, extra, created_at
        FROM {table} WHERE run_pk {InList} ORDER BY run_pk, pk
        """,
        row => (Pk: row.GetInt64(0), Item: new TransferEvaluation
        {
            Id = row.GetString(1),
            Index = row.GetInt64(2),
            Accuracy = row.GetDoubleOrNull(3),
            AccuracyPerLabel = row.GetNamedValues(4),
            Loss = row.GetDoubleOrNull(5),
            LossPerLabel = row.GetNamedValues(6),
            Metrics = row.GetNamedValues(7),
            CreatedAt = row.GetUtcTime(8),
        }),
        list).ToLookup(e => e.Pk, e => e.Item);

    private static ILookup<long, TransferLog> Logs(StoreConnection connection, string list) => connection.Query(
        $"SELECT run_pk, id, stream, message, location, logged_at FROM run_logs WHERE run_pk {InList} ORDER BY run_pk, pk",
        row => (Pk: row.GetInt64(0), Log: new TransferLog
        {
            Id = row.GetString(1),
            Stream = row.GetStringOrNull(2),
            Message = row.GetStringOrNull(3),
            Location = row.GetStringOrNull(4),
            LoggedAt = row.GetUtcTime(5),
        }),
        list).ToLookup(l => l.Pk, l => l.Log);
}
