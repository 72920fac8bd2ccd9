using ExperimentTracker.Storage.Distributions;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Storage.Evaluations;
using ExperimentTracker.Storage.Metrics;
using ExperimentTracker.Storage.Runs;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Storage.Transfer;

/// <summary>Reads runs with all their records.</summary>
internal static class RunReader
{
    // Including runs of removed trials.
    private static readonly string Select = $"""
        SELECT {RunColumns.All} FROM runs r JOIN experiments e ON e.pk = r.experiment_pk JOIN projects p ON p.pk = e.project_pk
        LEFT JOIN trials t ON t.pk = r.trial_pk LEFT JOIN runs parent ON parent.pk = r.parent_pk
        WHERE r.pk IN (SELECT value FROM json_each(@1)) ORDER BY r.pk
        """;

    private static readonly string SelectLogs = $"{RunLogColumns.Select} WHERE l.run_pk IN (SELECT value FROM json_each(@1)) ORDER BY l.run_pk, l.pk";

    /// <param name="connection">The connection.</param>
    /// <param name="pks">The internal keys.</param>
    /// <param name="eager">Whether to read points immediately.</param>
    public static IEnumerable<TransferRun> Load(StoreConnection connection, IReadOnlyList<long> pks, bool eager)
    {
        const DateTimeKind utc = DateTimeKind.Utc;
        List<(long Pk, Run Run)> rows = connection.Query(Select, row => RunColumns.Read(row, utc), SqlList.Of(pks));
        var parameters = ParameterColumns.Load(connection, pks);
        var tags = StoreReader.Tags(connection, RecordType.Run, pks);
        var history = StatusChangeColumns.Load(connection, pks, utc);
        var epochs = EvaluationColumns.Epochs.Load(connection, pks, utc);
        var results = EvaluationColumns.Results.Load(connection, pks, utc);
        var distributions = DistributionRows.Load(connection, pks, utc);
        var logs = connection.Query(SelectLogs, row => RunLogColumns.Read(row, utc), SqlList.Of(pks)).ToLookup(l => l.RunPk, l => l.Log);
        foreach ((long pk, Run run) in rows)
        {
            yield return new TransferRun
            {
                Run = run with { Parameters = parameters[pk] },
                Tags = [.. tags[pk]],
                History = [.. history[pk]],
                Epochs = [.. epochs[pk]],
                Results = [.. results[pk].Select(row => new Result(row))],
                Distributions = [.. distributions[pk]],
                Logs = [.. logs[pk]],
                Metrics = [.. MetricRows.OfRun(connection, pk).Select(series => Series(connection, series, eager))],
            };
        }
    }

    private static TransferSeries Series(StoreConnection connection, SeriesRow series, bool eager)
    {
        var lazy = new TransferSeries(() => connection.Translated(() => Points(connection, series)))
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
}
