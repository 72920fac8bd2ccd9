using Microsoft.Data.Sqlite;

namespace ExperimentTracker.Storage.Sqlite;

/// <summary>Runs with all that was measured in them.</summary>
internal static class RunReader
{
    private const string InList = "IN (SELECT value FROM json_each(@1))";

    /// <param name="session">The session.</param>
    /// <param name="pks">The internal keys.</param>
    /// <param name="eager">Whether to read points now.</param>
    public static IEnumerable<TransferRun> Load(Session session, IReadOnlyList<long> pks, bool eager)
    {
        string list = Rows.DbList(pks);
        List<(long Pk, TransferRun Run)> rows = session.Query(
            $"""
            SELECT r.pk, r.id, e.id, t.id, parent.id, r.namespace, r.number, r.name, r.status, r.description, r.error_message, r.parameter_hash,
                r.trace_id, r.span_id, r.created_at, r.started_at, r.ended_at, r.updated_at, r.removed_at,
                r.host, r.user_name, r.process, r.command_line, r.script, r.working_directory, r.git_commit, r.git_branch, r.git_dirty,
                r.operating_system, r.powershell_version, r.runtime_version, r.module_version, r.origin_store, r.origin_number
            FROM runs r JOIN experiments e ON e.pk = r.experiment_pk LEFT JOIN trials t ON t.pk = r.trial_pk LEFT JOIN runs parent ON parent.pk = r.parent_pk
            WHERE r.pk {InList} ORDER BY r.pk
            """,
            row => (row.GetInt64(0), Read(row)), list);
        var parameters = ParameterRows.Load(session, pks);
        var tags = StoreReader.Tags(session, RecordType.Run, pks);
        var history = History(session, list);
        var epochs = Evaluations(session, "run_epochs", list);
        var results = Evaluations(session, "run_results", list);
        var logs = Logs(session, list);
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
                Metrics = [.. MetricRows.OfRun(session, pk).Select(series => Series(session, series, eager))],
            };
        }
    }

    private static TransferRun Read(SqliteDataReader row) => new()
    {
        Id = row.GetString(1),
        ExperimentId = row.GetString(2),
        TrialId = row.Text(3),
        ParentRunId = row.Text(4),
        Namespace = row.GetString(5),
        Number = row.GetInt64(6),
        Name = row.GetString(7),
        Status = row.Word<RunStatus>(8),
        Description = row.Text(9),
        ErrorMessage = row.Text(10),
        ParameterHash = row.Text(11),
        TraceId = row.Text(12),
        SpanId = row.Text(13),
        CreatedAt = row.Utc(14),
        StartedAt = row.UtcOrNull(15),
        EndedAt = row.UtcOrNull(16),
        UpdatedAt = row.Utc(17),
        RemovedAt = row.UtcOrNull(18),
        Origin = RunRows.ReadOrigin(row, 19),
    };

    private static TransferSeries Series(Session session, SeriesRow series, bool eager)
    {
        var lazy = new TransferSeries(() => SqliteErrors.Translated(session.StorePath, () => Points(session, series)))
        {
            Key = series.Key,
            Label = series.Label.Length == 0 ? null : series.Label,
            Unit = series.Unit,
            Goal = series.Goal,
            Summary = series.ToMetric(),
        };
        return eager ? lazy with { Points = lazy.Points } : lazy;
    }

    private static TransferPoints Points(Session session, SeriesRow series)
    {
        PointColumns points = SeriesReader.Read(session, series, 0, long.MaxValue);
        return TransferPoints.Create(points.Steps.ToArray(), points.Values.ToArray(), points.Ticks.ToArray());
    }

    private static ILookup<long, TransferStatusChange> History(Session session, string list) => session.Query(
        $"SELECT run_pk, from_status, to_status, changed_at, reason, actor FROM status_changes WHERE run_pk {InList} ORDER BY run_pk, ordinal",
        row => (Pk: row.GetInt64(0), Change: new TransferStatusChange(row.WordOrNull<RunStatus>(1), row.Word<RunStatus>(2), row.Utc(3), row.Text(4), row.Text(5))),
        list).ToLookup(c => c.Pk, c => c.Change);

    private static ILookup<long, TransferEvaluation> Evaluations(Session session, string table, string list) => session.Query(
        $"""
        SELECT run_pk, id, number, total_accuracy, accuracy_per_label, total_loss, loss_per_label, extra, created_at
        FROM {table} WHERE run_pk {InList} ORDER BY run_pk, pk
        """,
        row => (Pk: row.GetInt64(0), Item: new TransferEvaluation
        {
            Id = row.GetString(1),
            Index = row.GetInt64(2),
            Accuracy = row.RealOrNull(3),
            AccuracyPerLabel = Values(row, 4),
            Loss = row.RealOrNull(5),
            LossPerLabel = Values(row, 6),
            Metrics = Values(row, 7),
            CreatedAt = row.Utc(8),
        }),
        list).ToLookup(e => e.Pk, e => e.Item);

    private static ILookup<long, TransferLog> Logs(Session session, string list) => session.Query(
        $"SELECT run_pk, id, stream, message, location, logged_at FROM run_logs WHERE run_pk {InList} ORDER BY run_pk, pk",
        row => (Pk: row.GetInt64(0), Log: new TransferLog
        {
            Id = row.GetString(1),
            Stream = row.Text(2),
            Message = row.Text(3),
            Location = row.Text(4),
            LoggedAt = row.Utc(5),
        }),
        list).ToLookup(l => l.Pk, l => l.Log);

    private static NamedValues Values(SqliteDataReader row, int column) => row.Json(column) as NamedValues ?? NamedValues.Empty;
}
